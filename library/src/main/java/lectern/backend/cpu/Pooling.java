package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;

/// Where the largest number of each window is.
final class Pooling {

  /// Pixels worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  private Pooling() {}

  /// `(N, C, H, W)`, dense → INT32 `(N, C, H'·W')`, positions in the plane `(H, W)`.
  static Array positions(CpuBackend backend, Array x, Window window) {
    int height = x.shape().at(2);
    int width = x.shape().at(3);
    int down = window.down(height);
    int across = window.across(width);
    int planes = x.shape().at(0) * x.shape().at(1);
    var result =
        backend.allocate(DType.INT32, Shape.of(x.shape().at(0), x.shape().at(1), down * across));
    var in = x.storage().floats();
    var out = result.storage().ints();
    Workers.split(
        planes,
        Math.max(1, GRAIN / Math.max(1, height * width)),
        (from, to) -> {
          for (int plane = from; plane < to; plane++) {
            int at = x.offset() + plane * height * width;
            for (int i = 0; i < down; i++) {
              for (int j = 0; j < across; j++) {
                int corner = i * window.stride() * width + j * window.stride();
                out[(plane * down + i) * across + j] = largest(in, at, corner, width, window);
              }
            }
          }
        });
    return result;
  }

  /// The first of the largest. Numbers that sort as their values do stand above the negated place,
  /// so that one maximum finds both and nothing has to be guessed.
  private static int largest(float[] x, int at, int corner, int width, Window window) {
    long best = Long.MIN_VALUE;
    for (int u = 0; u < window.height(); u++) {
      int here = corner + u * width;
      for (int v = 0; v < window.width(); v++, here++) {
        // Adding 0 makes one zero of two.
        int bits = Float.floatToRawIntBits(x[at + here] + 0f);
        bits ^= (bits >> 31) & Integer.MAX_VALUE;
        best = Math.max(best, ((long) bits << 32) | (~here & 0xffffffffL));
      }
    }
    return ~(int) best;
  }
}

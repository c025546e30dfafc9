package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;

/// The largest number of each window, and the way back.
final class Pooling {

  /// Pixels worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  private Pooling() {}

  /// x `(N, C, H, W)`, dense → values `(N, C, H', W')` and INT32 places `(N, C, H'·W')` in the
  /// plane.
  static Array[] forward(CpuBackend backend, Array x, Window window) {
    var shape = x.shape();
    int height = shape.at(2);
    int width = shape.at(3);
    int down = window.down(height);
    int across = window.across(width);
    var values = backend.allocate(x.dtype(), shape.with(2, down).with(3, across));
    var places = backend.allocate(DType.INT32, Shape.of(shape.at(0), shape.at(1), down * across));
    var in = x.storage().floats();
    var y = values.storage().floats();
    var at = places.storage().ints();
    boolean squares = window.height() == 2 && window.width() == 2 && window.stride() == 2;
    Workers.split(
        shape.at(0) * shape.at(1),
        Math.max(1, GRAIN / Math.max(1, height * width)),
        (from, to) -> {
          int first = from * down * across;
          int start = x.offset() + from * height * width;
          int done =
              squares
                  ? FloatKernels.best().largest(in, start, to - from, height, width, y, at, first)
                  : 0;
          for (int out = first + done; out < to * down * across; out++) {
            int row = out / across;
            int corner = (row % down * width + out % across) * window.stride();
            int plane = x.offset() + row / down * height * width;
            int best = largest(in, plane, corner, width, window);
            at[out] = best;
            y[out] = in[plane + best];
          }
        });
    return new Array[] {values, places};
  }

  /// The first of the largest.
  private static int largest(float[] x, int at, int corner, int width, Window window) {
    int best = corner;
    float most = x[at + corner];
    for (int u = 0; u < window.height(); u++) {
      for (int v = 0; v < window.width(); v++) {
        int here = corner + u * width + v;
        float value = x[at + here];
        if (!(value <= most) && !Float.isNaN(most)) {
          most = value;
          best = here;
        }
      }
    }
    return best;
  }

  /// g `(N, C, H', W')` and INT32 places, dense → `(N, C, height, width)`.
  static Array backward(CpuBackend backend, Array g, Array places, int height, int width) {
    var result = backend.allocate(g.dtype(), g.shape().with(2, height).with(3, width));
    var in = g.storage().floats();
    var at = places.storage().ints();
    var out = result.storage().floats();
    int plane = height * width;
    int down = g.shape().at(2);
    int across = g.shape().at(3);
    int windows = down * across;
    boolean squares = windows > 0 && height == 2 * down && width == 2 * across;
    Workers.split(
        g.shape().at(0) * g.shape().at(1),
        Math.max(1, GRAIN / Math.max(1, plane)),
        (from, to) -> {
          int first = from * windows;
          int done =
              squares
                  ? FloatKernels.best()
                      .spread(
                          in,
                          g.offset() + first,
                          at,
                          places.offset() + first,
                          (to - from) * down,
                          down,
                          across,
                          out,
                          from * plane)
                  : 0;
          int rest = first + Math.max(0, done) * across;
          Arrays.fill(out, squares ? 4 * rest : from * plane, to * plane, 0);
          for (int j = rest; j < to * windows; j++) {
            out[j / windows * plane + at[places.offset() + j]] += in[g.offset() + j];
          }
        });
    return result;
  }
}

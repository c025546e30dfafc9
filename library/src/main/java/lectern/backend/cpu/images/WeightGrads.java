package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.backend.cpu.Aligned;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;

/// ∂W of a convolution of stride 1: `∂W[o, c, u, v] = Σ g[n, o, i, j]·x[n, c, i + u, j + v]` over
/// images and pixels, without columns.
///
/// Images are summed in [#GROUPS] parts however many threads there are, so that sums round alike.
final class WeightGrads {

  private static final int GROUPS = 8;

  /// Vectors of a gradient that stay in a core's first cache.
  private static final int CHUNK = 64;

  /// Taps of one turn of [ConvolutionKernels#correlateMany], whose channels are two vectors.
  private static final int MANY_TAPS = 12;

  private final CpuBackend backend;
  private final ConvolutionKernels loops = FloatKernels.best().convolutions().orElseThrow();
  private final int lanes = loops.lanes();
  private final Planes planes;
  private final Array g;
  private final Array x;
  private final int outs;

  /// For dense g `(N, O, H', W')` and x `(N, C, H, W)`.
  WeightGrads(CpuBackend backend, Planes planes, Array g, Array x) {
    this.backend = backend;
    this.planes = planes;
    this.g = g;
    this.x = x;
    this.outs = g.shape().at(1);
  }

  Array compute() {
    int images = x.shape().at(0);
    var sums = new float[Math.min(images, GROUPS)][];
    Workers.split(
        sums.length,
        1,
        (from, to) -> {
          for (int group = from; group < to; group++) {
            int first = images * group / sums.length;
            int last = images * (group + 1) / sums.length;
            sums[group] = outs <= lanes ? few(first, last) : many(first, last);
          }
        });
    var window = planes.window;
    var result =
        backend.allocate(
            x.dtype(), Shape.of(outs, planes.channels, window.height(), window.width()));
    var out = result.storage().floats();
    for (int i = 0; i < result.length(); i++) {
      double sum = 0;
      for (var part : sums) {
        sum += part[i];
      }
      out[i] = (float) sum;
    }
    for (var part : sums) {
      backend.giveBack(part);
    }
    return result;
  }

  /// Some images' part where there are few channels: neighbouring pixels in the lanes of a vector,
  /// one sum for each lane.
  private float[] few(int from, int to) {
    var tiles = loops.tiles(outs);
    int n = round(planes.places(planes.down), lanes);
    int plane = planes.size();
    var taps = spare(planes.taps(plane), tiles.pixels());
    int blocks = round(outs, tiles.channels()) / tiles.channels();
    var steps = new int[n / lanes];
    Arrays.setAll(steps, q -> q * lanes);
    int length = round(blocks * tiles.channels() * taps.length, lanes);
    var sums = Aligned.zeros(backend, length * lanes);
    var pixels = zeros(planes.channels * plane + lanes);
    var spread = Aligned.zeros(backend, blocks * tiles.channels() * n);
    var c = new ImageTiles.Correlation(pixels, 0, steps, taps, spread.data(), n, sums.data());
    for (int image = from; image < to; image++) {
      int at = x.offset() + image * planes.image();
      planes.pad(x.storage().floats(), at, 0, plane / planes.row, pixels, 0);
      planes.spread(g, image, spread.data(), spread.at(), n);
      for (int q = 0; q < steps.length; q += CHUNK) {
        int count = Math.min(CHUNK, steps.length - q);
        for (int block = 0; block < blocks; block++) {
          int first = spread.at() + block * tiles.channels() * n + q * lanes;
          for (int t = 0; t < taps.length; t += tiles.pixels()) {
            int sum = (block * taps.length + t) * tiles.channels() * lanes;
            tiles.correlate(c, q, count, t, first, sums.at() + sum);
          }
        }
      }
    }
    var summed = backend.borrow(length);
    loops.sumLanes(sums.data(), sums.at(), length, summed, 0);
    var result = backend.borrow(outs * planes.taps());
    for (int o = 0; o < outs; o++) {
      for (int t = 0; t < planes.taps(); t++) {
        int turn = o / tiles.channels() * taps.length + t / tiles.pixels() * tiles.pixels();
        int sum = (turn + t % tiles.pixels()) * tiles.channels() + o % tiles.channels();
        result[o * planes.taps() + t] = summed[sum];
      }
    }
    giveBack(sums.data(), summed, pixels, spread.data());
    return result;
  }

  /// Some images' part where there are many channels: the channels of one pixel in the lanes of two
  /// vectors.
  private float[] many(int from, int to) {
    int n = planes.places(planes.down);
    int plane = planes.size();
    var taps = spare(planes.taps(plane), MANY_TAPS);
    int width = round(outs, 2 * lanes);
    var sums = zeros(width * taps.length);
    var pixels = zeros(planes.channels * plane);
    var turned = zeros(n * width);
    for (int image = from; image < to; image++) {
      int at = x.offset() + image * planes.image();
      planes.pad(x.storage().floats(), at, 0, plane / planes.row, pixels, 0);
      turn(image, turned, width);
      for (int o = 0; o < width; o += 2 * lanes) {
        for (int t = 0; t < taps.length; t += MANY_TAPS) {
          int sum = o * taps.length + t * 2 * lanes;
          loops.correlateMany(pixels, taps, t, turned, o, width, n, sums, sum);
        }
      }
    }
    var result = backend.borrow(outs * planes.taps());
    for (int o = 0; o < outs; o++) {
      int sum = o / (2 * lanes) * taps.length * 2 * lanes + o % (2 * lanes);
      for (int t = 0; t < planes.taps(); t++) {
        result[o * planes.taps() + t] = sums[sum + t * 2 * lanes];
      }
    }
    giveBack(sums, pixels, turned);
    return result;
  }

  /// One image's gradient with the channels of a pixel beside each other, its rows as far apart as
  /// the padded image's; what is between stays zero.
  private void turn(int image, float[] turned, int width) {
    var from = g.storage().floats();
    int at = g.offset() + image * outs * planes.down * planes.across;
    for (int o = 0; o < outs; o++) {
      for (int i = 0; i < planes.down; i++) {
        for (int j = 0; j < planes.across; j++) {
          turned[(i * planes.row + j) * width + o] = from[at++];
        }
      }
    }
  }

  /// As many taps as whole turns need; what the spare ones sum is left behind.
  private static int[] spare(int[] taps, int turn) {
    return Arrays.copyOf(taps, round(taps.length, turn));
  }

  private static int round(int n, int to) {
    return (n + to - 1) / to * to;
  }

  private float[] zeros(int length) {
    var zeros = backend.borrow(length);
    Arrays.fill(zeros, 0, length, 0);
    return zeros;
  }

  private void giveBack(float[]... borrowed) {
    for (var array : borrowed) {
      backend.giveBack(array);
    }
  }
}

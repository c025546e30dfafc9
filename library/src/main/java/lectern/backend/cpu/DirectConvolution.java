package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;

/// Convolutions of stride 1 without columns: every image is copied once with its zeros around it,
/// and then a tap of the window is the same plane of pixels, moved. The rows of a result are as
/// long as the padded image's; what stands in the columns too many is left behind.
///
/// The inner loops are [FloatKernels#accumulate] and [FloatKernels#correlate]: eight channels and a
/// run of pixels at a time.
final class DirectConvolution {

  /// Channels that the inner loops take together.
  private static final int TOGETHER = 8;

  /// Numbers of an image that stay in a core's cache.
  private static final int CACHED = 1 << 16;

  /// Taps that [FloatKernels#correlate] takes together.
  private static final int TAPS = 12;

  /// Sums over images are made in this many parts however many threads there are, so that they
  /// round alike.
  private static final int GROUPS = 8;

  private final CpuBackend backend;
  private final FloatKernels kernels = FloatKernels.best();
  private final Window window;
  private final int channels;
  private final int outs;
  private final int height;
  private final int width;
  private final int down;
  private final int across;

  /// The padded image's row.
  private final int row;

  /// Pixels of one turn of the inner loop.
  private final int run;

  /// For images `(N, channels, height, width)`.
  DirectConvolution(
      CpuBackend backend, Window window, int channels, int outs, int height, int width) {
    this.backend = backend;
    this.window = window;
    this.channels = channels;
    this.outs = outs;
    this.height = height;
    this.width = width;
    this.down = window.down(height);
    this.across = window.across(width);
    this.row = width + 2 * window.padding();
    this.run = kernels.convolutionRun();
  }

  /// Whether it can be done this way, and is worth it.
  static boolean fits(Array x, Window window) {
    return x.dtype() == DType.FLOAT32
        && window.stride() == 1
        && window.area() > 1
        && window.padding() < Math.min(window.height(), window.width())
        && x.size() > 0
        && FloatKernels.best().convolutionRun() > 0;
  }

  /// y = W∗x + b
  Array forward(Array x, Array weight, Array bias) {
    int images = x.shape().at(0);
    var in = x.storage().floats();
    var b = bias == null ? null : bias.storage().floats();
    var packed = forwardWeights(weight);
    int taps = channels * window.area();
    var result = backend.allocate(x.dtype(), Shape.of(images, outs, down, across));
    var out = result.storage().floats();
    int band = Math.clamp(CACHED / (channels * row) - window.height() + 1, Math.min(4, down), down);
    int bands = (down + band - 1) / band;
    Workers.split(
        images * bands,
        1,
        (from, to) -> {
          var planes = backend.borrow(channels * (band + window.height() - 1) * row + run);
          var sums = backend.borrow(TOGETHER * round(band * row));
          for (int task = from; task < to; task++) {
            int image = task / bands;
            int top = task % bands * band;
            int rows = Math.min(band, down - top);
            int start = x.offset() + (image * channels * height + top) * width;
            int n = round((rows - 1) * row + across);
            // Without zeros around it the image is read where it is, unless the last turn of the
            // loop would read past the array's end.
            boolean copied =
                window.padding() > 0 || start + channels * height * width + run > in.length;
            if (copied) {
              start = x.offset() + image * channels * height * width;
              pad(in, start, top, rows + window.height() - 1, planes, 0);
            }
            var places = taps(copied ? (rows + window.height() - 1) * row : height * width);
            for (int first = 0; first < outs; first += TOGETHER) {
              int count = Math.min(TOGETHER, outs - first);
              for (int o = 0; o < TOGETHER; o++) {
                float value = b == null || o >= count ? 0 : b[bias.offset() + first + o];
                Arrays.fill(sums, o * n, o * n + n, value);
              }
              kernels.accumulate(
                  copied ? planes : in,
                  copied ? 0 : start,
                  places,
                  packed,
                  first * taps,
                  sums,
                  0,
                  n,
                  n);
              for (int o = 0; o < count; o++) {
                int target = ((image * outs + first + o) * down + top) * across;
                for (int r = 0; r < rows; r++) {
                  System.arraycopy(sums, o * n + r * row, out, target + r * across, across);
                }
              }
            }
          }
          backend.giveBack(planes);
          backend.giveBack(sums);
        });
    return result;
  }

  /// ∂x: every pixel of g lays a scaled copy of W into the image, one row of the window at a time.
  Array inputGrad(Array g, Array weight) {
    int images = g.shape().at(0);
    var packed = inputGradWeights(weight);
    var result = backend.allocate(g.dtype(), Shape.of(images, channels, height, width));
    var out = result.storage().floats();
    int n = round(down * row);
    int gap = window.width() - 1;
    int plane = (height + 2 * window.padding()) * row + run;
    int blocks = (channels + TOGETHER - 1) / TOGETHER;
    var places = new int[outs * window.width()];
    Arrays.setAll(places, t -> t / window.width() * (gap + n) + gap - t % window.width());
    int chunk = 4 * run;
    // One task is an image, or some channels of it where there are few images.
    int parts = images >= Workers.count() ? 1 : Math.min(blocks, Workers.count());
    Workers.split(
        images * parts,
        1,
        (from, to) -> {
          var spread = backend.borrow(outs * (gap + n));
          Arrays.fill(spread, 0);
          var planes = backend.borrow(TOGETHER * blocks * plane);
          for (int task = from; task < to; task++) {
            int image = task / parts;
            int first = blocks * (task % parts) / parts;
            int last = blocks * (task % parts + 1) / parts;
            spread(g, image, spread, gap, gap + n);
            Arrays.fill(planes, first * TOGETHER * plane, last * TOGETHER * plane, 0);
            for (int q = 0; q < n; q += chunk) {
              for (int u = 0; u < window.height(); u++) {
                for (int block = first; block < last; block++) {
                  kernels.accumulate(
                      spread,
                      q,
                      places,
                      packed,
                      (u * blocks + block) * places.length * TOGETHER,
                      planes,
                      block * TOGETHER * plane + q + u * row,
                      plane,
                      Math.min(chunk, n - q));
                }
              }
            }
            for (int c = first * TOGETHER; c < Math.min(channels, last * TOGETHER); c++) {
              int source = c * plane + window.padding() * (row + 1);
              int target = (image * channels + c) * height * width;
              for (int r = 0; r < height; r++) {
                System.arraycopy(planes, source + r * row, out, target + r * width, width);
              }
            }
          }
          backend.giveBack(spread);
          backend.giveBack(planes);
        });
    return result;
  }

  /// Lays the rows of one image's gradient as far apart as the padded image's. What is between them
  /// was zero and stays so.
  private void spread(Array g, int image, float[] spread, int at, int plane) {
    for (int o = 0; o < outs; o++) {
      int source = g.offset() + (image * outs + o) * down * across;
      for (int r = 0; r < down; r++) {
        System.arraycopy(
            g.storage().floats(), source + r * across, spread, at + o * plane + r * row, across);
      }
    }
  }

  /// ∂W = Σ g·x moved by each tap, over images and pixels.
  Array weightGrad(Array g, Array x) {
    int images = x.shape().at(0);
    int groups = Math.min(images, GROUPS);
    int taps = channels * window.area();
    int plane = (height + 2 * window.padding()) * row;
    var places = Arrays.copyOf(taps(plane), (taps + TAPS - 1) / TAPS * TAPS);
    int lanes = outs <= run / 3 ? run / 3 : run / 3 * 2;
    int blocks = (outs + lanes - 1) / lanes;
    int n = (down - 1) * row + across;
    var in = x.storage().floats();
    boolean padded = window.padding() > 0;
    var partial = new float[groups][];
    Workers.split(
        groups,
        1,
        (from, to) -> {
          var planes = backend.borrow(padded ? channels * plane : 0);
          var turned = backend.borrow(n * blocks * lanes);
          Arrays.fill(turned, 0);
          for (int group = from; group < to; group++) {
            var sums = backend.borrow(blocks * places.length * lanes);
            Arrays.fill(sums, 0);
            for (int image = images * group / groups;
                image < images * (group + 1) / groups;
                image++) {
              int at = x.offset() + image * channels * height * width;
              if (padded) {
                pad(in, at, 0, height + 2 * window.padding(), planes, 0);
              }
              turn(g, image, turned, blocks * lanes);
              for (int block = 0; block < blocks; block++) {
                for (int t = 0; t < places.length; t += TAPS) {
                  kernels.correlate(
                      padded ? planes : in,
                      padded ? 0 : at,
                      places,
                      t,
                      turned,
                      block * lanes,
                      blocks * lanes,
                      n,
                      sums,
                      (block * places.length + t) * lanes,
                      lanes);
                }
              }
            }
            partial[group] = sums;
          }
          backend.giveBack(planes);
          backend.giveBack(turned);
        });
    var result =
        backend.allocate(x.dtype(), Shape.of(outs, channels, window.height(), window.width()));
    var out = result.storage().floats();
    for (int o = 0; o < outs; o++) {
      int from = o / lanes * places.length * lanes + o % lanes;
      for (int t = 0; t < taps; t++) {
        double sum = 0;
        for (var part : partial) {
          sum += part[from + t * lanes];
        }
        out[o * taps + t] = (float) sum;
      }
    }
    for (var part : partial) {
      backend.giveBack(part);
    }
    return result;
  }

  /// One image's gradient with the channels of a pixel beside each other, its rows as far apart as
  /// the padded image's; what is between stays zero.
  private void turn(Array g, int image, float[] turned, int width) {
    var from = g.storage().floats();
    int at = g.offset() + image * outs * down * across;
    for (int o = 0; o < outs; o++) {
      for (int i = 0; i < down; i++) {
        for (int j = 0; j < across; j++) {
          turned[(i * row + j) * width + o] = from[at++];
        }
      }
    }
  }

  /// Copies some rows of a padded image, zeros outside.
  private void pad(float[] x, int at, int top, int rows, float[] planes, int planesAt) {
    int p = window.padding();
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < rows; r++) {
        int target = planesAt + (c * rows + r) * row;
        int source = top + r - p;
        if (source < 0 || source >= height) {
          Arrays.fill(planes, target, target + row, 0);
        } else {
          Arrays.fill(planes, target, target + p, 0);
          System.arraycopy(x, at + (c * height + source) * width, planes, target + p, width);
          Arrays.fill(planes, target + p + width, target + row, 0);
        }
      }
    }
  }

  /// Where each tap's pixels begin in planes of this size.
  private int[] taps(int plane) {
    var taps = new int[channels * window.area()];
    for (int t = 0; t < taps.length; t++) {
      int inside = t % window.area();
      taps[t] = t / window.area() * plane + inside / window.width() * row + inside % window.width();
    }
    return taps;
  }

  /// `[o / 8][tap][o % 8]`
  private float[] forwardWeights(Array weight) {
    var w = weight.storage().floats();
    int taps = channels * window.area();
    var packed = new float[(outs + TOGETHER - 1) / TOGETHER * TOGETHER * taps];
    for (int o = 0; o < outs; o++) {
      int to = o / TOGETHER * TOGETHER * taps + o % TOGETHER;
      for (int t = 0; t < taps; t++) {
        packed[to + t * TOGETHER] = w[weight.offset() + o * taps + t];
      }
    }
    return packed;
  }

  /// `[row of the window][c / 8][o][column of the window][c % 8]`
  private float[] inputGradWeights(Array weight) {
    var w = weight.storage().floats();
    int blocks = (channels + TOGETHER - 1) / TOGETHER;
    var packed = new float[window.area() * blocks * outs * TOGETHER];
    int from = weight.offset();
    for (int o = 0; o < outs; o++) {
      for (int c = 0; c < channels; c++) {
        for (int u = 0; u < window.height(); u++) {
          int at = ((u * blocks + c / TOGETHER) * outs + o) * window.width() * TOGETHER;
          for (int v = 0; v < window.width(); v++) {
            packed[at + v * TOGETHER + c % TOGETHER] = w[from++];
          }
        }
      }
    }
    return packed;
  }

  /// Up to whole turns of the inner loop.
  private int round(int n) {
    return (n + run - 1) / run * run;
  }
}

package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;

/// Convolutions of stride 1 without columns, and the way back to the images: [Planes] are moved and
/// added by [ConvolutionKernels#accumulate], eight channels and a run of pixels at a time.
///
/// The way back to the weights is [WeightGrads].
final class DirectConvolution {

  /// Channels that the inner loops take together.
  private static final int TOGETHER = 8;

  /// Numbers of an image that stay in a core's cache.
  private static final int CACHED = 1 << 16;

  /// Taps of a vector that take as long as to copy it.
  private static final int COPY = 20;

  private final CpuBackend backend;
  private final ConvolutionKernels loops = FloatKernels.best().convolutions().orElseThrow();
  private final Planes planes;
  private final Window window;
  private final int channels;
  private final int height;
  private final int width;
  private final int down;
  private final int across;
  private final int row;
  private final int outs;

  /// Pixels of one turn of the inner loop.
  private final int run = 3 * loops.lanes();

  DirectConvolution(CpuBackend backend, Planes planes, int outs) {
    this.backend = backend;
    this.planes = planes;
    this.window = planes.window;
    this.channels = planes.channels;
    this.height = planes.height;
    this.width = planes.width;
    this.down = planes.down;
    this.across = planes.across;
    this.row = planes.row;
    this.outs = outs;
  }

  /// Whether it can be done this way, and is worth it.
  static boolean fits(Array x, Window window) {
    return x.dtype() == DType.FLOAT32
        && window.stride() == 1
        && window.area() > 1
        && window.padding() < Math.min(window.height(), window.width())
        && x.size() > 0
        && FloatKernels.best().convolutions().isPresent();
  }

  /// y = W∗x + b
  Array forward(Array x, Array weight, Array bias) {
    int images = x.shape().at(0);
    var in = x.storage().floats();
    var tiles = loops.tiles(outs);
    int turn = tiles.channels();
    int run = tiles.pixels() * loops.lanes();
    int blocks = (outs + turn - 1) / turn;
    var packed = planes.packed(weight, turn);
    var b = new float[blocks * turn];
    if (bias != null) {
      System.arraycopy(bias.storage().floats(), bias.offset(), b, 0, outs);
    }
    var result = backend.allocate(x.dtype(), Shape.of(images, outs, down, across));
    var out = result.storage().floats();
    int band = Math.clamp(CACHED / (channels * row) - window.height() + 1, Math.min(4, down), down);
    int bands = (down + band - 1) / band;
    boolean straight = straight(turn, down - (bands - 1) * band);
    int longest = round(planes.places(band), run);
    var windows = straight ? vectors(row) : steps(longest);
    var targets = straight ? vectors(across) : windows;
    Workers.split(
        images * bands,
        1,
        (from, to) -> {
          var pixels = backend.borrow(channels * (band + window.height() - 1) * row + run);
          Arrays.fill(pixels, 0);
          var sums = straight ? out : backend.borrow(blocks * turn * longest);
          for (int task = from; task < to; task++) {
            int image = task / bands;
            int top = task % bands * band;
            int rows = Math.min(band, down - top);
            int start = x.offset() + (image * channels * height + top) * width;
            int plane = straight ? down * across : round(planes.places(rows), run);
            int n = straight ? windows.length / down * rows : plane / loops.lanes();
            int target = straight ? (image * outs * down + top) * across : 0;
            // Without zeros around it the image is read where it is, unless the last turn of the
            // loop would read past the array's end.
            boolean copied =
                window.padding() > 0 || (!straight && start + planes.image() + run > in.length);
            if (copied) {
              start = x.offset() + image * planes.image();
              planes.pad(in, start, top, rows + window.height() - 1, pixels, 0);
            }
            var taps = planes.taps(copied ? (rows + window.height() - 1) * row : height * width);
            var c =
                new ImageTiles.Convolution(
                    copied ? pixels : in,
                    copied ? 0 : start,
                    windows,
                    taps,
                    0,
                    packed,
                    b,
                    sums,
                    targets,
                    plane);
            for (int block = 0; block < blocks; block++) {
              for (int q = 0; q < n; q += tiles.pixels()) {
                int tile = Math.min(q, n - tiles.pixels());
                int at = target + block * turn * plane;
                tiles.convolve(c, tile, 0, 1, 0, taps.length, block, at);
              }
            }
            for (int o = 0; o < outs && !straight; o++) {
              int at = ((image * outs + o) * down + top) * across;
              FloatKernels.best().copyRows(sums, o * plane, row, out, at, across, across, rows);
            }
          }
          backend.giveBack(pixels);
          if (!straight) {
            backend.giveBack(sums);
          }
        });
    return result;
  }

  /// Whether the sums go where they belong: no channel of a tile idles, and what the vectors of
  /// single rows compute twice costs less than to copy all rows.
  private boolean straight(int turn, int fewest) {
    int lanes = loops.lanes();
    if (outs % turn != 0 || across < lanes || fewest < 4) {
      return false;
    }
    long vectors = planes.places(down) / lanes;
    long more = (long) down * ((across + lanes - 1) / lanes) - vectors;
    return more * planes.taps() < COPY * vectors;
  }

  /// Where the vectors of rows so far apart begin; the last of a row overlaps the one before it.
  private int[] vectors(int apart) {
    int lanes = loops.lanes();
    int each = (across + lanes - 1) / lanes;
    var vectors = new int[down * each];
    Arrays.setAll(vectors, q -> q / each * apart + Math.min(q % each * lanes, across - lanes));
    return vectors;
  }

  private int[] steps(int n) {
    var steps = new int[n / loops.lanes()];
    Arrays.setAll(steps, q -> q * loops.lanes());
    return steps;
  }

  /// ∂x: every pixel of g lays a scaled copy of W into the image, one row of the window at a time.
  Array inputGrad(Array g, Array weight) {
    int images = g.shape().at(0);
    var packed = inputGradWeights(weight);
    var result = backend.allocate(g.dtype(), Shape.of(images, channels, height, width));
    var out = result.storage().floats();
    int n = round(down * row, run);
    int gap = window.width() - 1;
    int plane = planes.size() + run;
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
          var pixels = backend.borrow(TOGETHER * blocks * plane);
          for (int task = from; task < to; task++) {
            int image = task / parts;
            int first = blocks * (task % parts) / parts;
            int last = blocks * (task % parts + 1) / parts;
            planes.spread(g, image, spread, gap, gap + n);
            Arrays.fill(pixels, first * TOGETHER * plane, last * TOGETHER * plane, 0);
            for (int q = 0; q < n; q += chunk) {
              for (int u = 0; u < window.height(); u++) {
                for (int block = first; block < last; block++) {
                  for (int p = q; p < Math.min(n, q + chunk); p += run) {
                    loops.accumulate(
                        spread,
                        p,
                        places,
                        packed,
                        (u * blocks + block) * places.length * TOGETHER,
                        pixels,
                        block * TOGETHER * plane + p + u * row,
                        plane);
                  }
                }
              }
            }
            for (int c = first * TOGETHER; c < Math.min(channels, last * TOGETHER); c++) {
              int source = c * plane + window.padding() * (row + 1);
              int target = (image * channels + c) * height * width;
              FloatKernels.best().copyRows(pixels, source, row, out, target, width, width, height);
            }
          }
          backend.giveBack(spread);
          backend.giveBack(pixels);
        });
    return result;
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
  private static int round(int n, int run) {
    return (n + run - 1) / run * run;
  }
}

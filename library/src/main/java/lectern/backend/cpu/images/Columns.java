package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Loops;
import lectern.backend.cpu.Workers;
import lectern.backend.cpu.gemm.Gemm;
import lectern.backend.cpu.gemm.Matrix;

/// Convolutions by way of columns, some rows of results at a time: their windows are laid out where
/// the cache keeps them, and a matrix product does the rest.
///
/// A window that jumps sees every s-th pixel of a row. So an image's padded rows are first dealt
/// out into s planes, column v into plane v mod s; there, what neighbouring windows see are
/// neighbours. Numbers are float32.
final class Columns {

  /// Numbers of columns at a time.
  private static final int CACHED = 1 << 18;

  /// Parts of which ∂W is the sum, however many threads there are, so that sums round alike.
  private static final int PARTS = 8;

  /// Parts into which the channels of few images are divided for ∂x.
  private static final int SHARES = 4;

  private final CpuBackend backend;
  private final Window window;
  private final Shape images;
  private final int outs;
  private final int down;
  private final int across;

  /// L, the number of windows.
  private final int places;

  /// The length of a row that was dealt out.
  private final int row;

  /// How many rows of results are made at a time, and how often.
  private final int rows;

  private final int blocks;

  private final Gemm gemm = Gemm.best();
  private final FloatKernels kernels = FloatKernels.best();
  private final Loops loops = Loops.of(DType.FLOAT32);

  /// For images `(N, C, H, W)` and `outs` results for each place of the window.
  Columns(CpuBackend backend, Shape images, Window window, int outs) {
    this.backend = backend;
    this.images = images;
    this.window = window;
    this.outs = outs;
    this.down = window.down(images.at(2));
    this.across = window.across(images.at(3));
    this.places = down * across;
    int s = window.stride();
    this.row = (images.at(3) + 2 * window.padding() + s - 1) / s;
    int most = Math.clamp(CACHED / Math.max(1, taps() * across), 1, Math.max(1, down));
    this.blocks = (down + most - 1) / most;
    this.rows = (down + blocks - 1) / blocks;
  }

  /// Whether this is the way for images `x`: a window of one pixel needs no columns.
  static boolean fit(Array x, Window window, int outs) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0 && outs > 0 && !window.isPoint();
  }

  private int taps() {
    return images.at(1) * window.area();
  }

  /// y = W∗x + b, all dense, b or `null`.
  Array forward(Array x, Array weight, Array bias) {
    var result = backend.allocate(x.dtype(), Shape.of(images.at(0), outs, down, across));
    var y = result.storage().floats();
    var w = new Matrix(weight.storage().floats(), weight.offset(), taps());
    Workers.split(
        images.at(0) * blocks,
        1,
        (from, to) -> {
          var scratch = new Scratch(images.at(1));
          for (int task = from; task < to; task++) {
            int image = task / blocks;
            int first = task % blocks * rows;
            int count = Math.min(rows, down - first);
            scratch.layOut(x, image, first, count);
            int at = image * outs * places + first * across;
            if (bias != null) {
              for (int o = 0; o < outs; o++) {
                float b = bias.storage().floats()[bias.offset() + o];
                Arrays.fill(y, at + o * places, at + o * places + count * across, b);
              }
            }
            gemm.multiply(
                outs,
                count * across,
                taps(),
                1,
                w,
                scratch.columns(count),
                bias == null ? 0 : 1,
                new Matrix(y, at, places));
          }
        });
    return result;
  }

  /// ∂x of dense g `(N, O, H', W')`, some channels of an image at a time.
  Array inputGrad(Array g, Array weight) {
    var result = backend.allocate(g.dtype(), images);
    int channels = images.at(1);
    int shares = images.at(0) < 2 * SHARES ? Math.min(SHARES, channels) : 1;
    int most = (channels + shares - 1) / shares;
    Workers.split(
        images.at(0) * shares,
        1,
        (from, to) -> {
          var scratch = new Scratch(most);
          for (int task = from; task < to; task++) {
            int image = task / shares;
            int channel = task % shares * most;
            int count = Math.min(most, channels - channel);
            if (count > 0) {
              scratch.inputGrad(g, weight, image, channel, count, result.storage().floats());
            }
          }
        });
    return result;
  }

  /// ∂W `(O, C, h, w)` of dense g `(N, O, H', W')` and x.
  Array weightGrad(Array g, Array x) {
    var shape = Shape.of(outs, images.at(1), window.height(), window.width());
    int size = outs * taps();
    int tasks = images.at(0) * blocks;
    var parts = new float[Math.min(tasks, PARTS)][];
    Workers.split(
        parts.length,
        1,
        (from, to) -> {
          var scratch = new Scratch(images.at(1));
          for (int part = from; part < to; part++) {
            parts[part] = new float[size];
            var sum = new Matrix(parts[part], 0, taps());
            int last = (part + 1) * tasks / parts.length;
            for (int task = part * tasks / parts.length; task < last; task++) {
              int image = task / blocks;
              int first = task % blocks * rows;
              int count = Math.min(rows, down - first);
              scratch.layOut(x, image, first, count);
              var above = above(g, image, first);
              gemm.multiply(
                  outs, taps(), count * across, 1, above, scratch.columns(count).t(), 1, sum);
            }
          }
        });
    for (int part = 1; part < parts.length; part++) {
      loops.binary(Binary.ADD, parts[0], 0, parts[part], 0, parts[0], 0, size);
    }
    return backend.wrap(parts[0], shape);
  }

  /// An image's gradient from a row of results on, `(O, …)`.
  private Matrix above(Array g, int image, int first) {
    int at = g.offset() + image * outs * places + first * across;
    return new Matrix(g.storage().floats(), at, places);
  }

  /// One thread's memory: some rows of an image dealt out, `(s, channels, rows, row)`, and their
  /// columns `(channels·h·w, …)`.
  private final class Scratch {
    private final int channels;
    private final float[] columns;
    private float[] dealt = {};

    Scratch(int channels) {
      this.channels = channels;
      this.columns = new float[channels * window.area() * rows * across];
    }

    Matrix columns(int count) {
      return new Matrix(columns, 0, count * across);
    }

    /// Makes the columns of `count` rows of results.
    void layOut(Array x, int image, int first, int count) {
      int s = window.stride();
      int height = (count - 1) * s + window.height();
      clear(height);
      int top = first * s - window.padding();
      int end = Math.min(height, images.at(2) - top);
      for (int c = 0; c < channels; c++) {
        for (int i = Math.max(0, -top); i < end; i++) {
          int from = x.offset() + ((image * channels + c) * images.at(2) + top + i) * images.at(3);
          for (int phase = 0; phase < s; phase++) {
            int pixel = pixel(phase);
            int to = dealt(phase, c, i, height) + (pixel + window.padding()) / s;
            loops.gather(x.storage().data(), from + pixel, s, dealt, to, pixels(pixel));
          }
        }
      }
      for (int tap = 0; tap < channels * window.area(); tap++) {
        int to = tap * count * across;
        kernels.copyRows(dealt, at(tap, height), s * row, columns, to, across, across, count);
      }
    }

    /// ∂x of some channels of an image.
    void inputGrad(Array g, Array weight, int image, int channel, int count, float[] dx) {
      int s = window.stride();
      int height = images.at(2) + 2 * window.padding();
      int taps = count * window.area();
      var w = new Matrix(weight.storage().floats(), weight.offset(), Columns.this.taps());
      clear(height);
      for (int first = 0; first < down; first += rows) {
        int lines = Math.min(rows, down - first);
        var columns = columns(lines);
        var ours = w.fromColumn(channel * window.area()).t();
        gemm.multiply(taps, lines * across, outs, 1, ours, above(g, image, first), 0, columns);
        for (int tap = 0; tap < taps; tap++) {
          int from = tap * lines * across;
          int to = at(tap, height) + first * s * row;
          for (int i = 0; i < lines; i++) {
            loops.binary(Binary.ADD, dealt, to, this.columns, from, dealt, to, across);
            from += across;
            to += s * row;
          }
        }
      }
      for (int c = 0; c < count; c++) {
        for (int i = 0; i < images.at(2); i++) {
          int to = ((image * images.at(1) + channel + c) * images.at(2) + i) * images.at(3);
          for (int phase = 0; phase < s; phase++) {
            int pixel = pixel(phase);
            int from = dealt(phase, c, i + window.padding(), height);
            from += (pixel + window.padding()) / s;
            loops.scatter(dealt, from, dx, to + pixel, s, pixels(pixel));
          }
        }
      }
    }

    private void clear(int height) {
      int size = window.stride() * channels * height * row;
      if (dealt.length >= size) {
        Arrays.fill(dealt, 0, size, 0);
      } else {
        dealt = new float[size];
      }
    }

    /// Where a dealt row begins.
    private int dealt(int phase, int channel, int i, int height) {
      return ((phase * channels + channel) * height + i) * row;
    }

    /// Where what the first window sees at a place `(c, u, v)` is.
    private int at(int tap, int height) {
      int u = tap % window.area() / window.width();
      int v = tap % window.width();
      int s = window.stride();
      return dealt(v % s, tap / window.area(), u, height) + v / s;
    }
  }

  /// The first of a row's pixels that go into a plane.
  private int pixel(int phase) {
    return Math.floorMod(phase - window.padding(), window.stride());
  }

  /// How many do, from that one on.
  private int pixels(int first) {
    return Math.max(0, (images.at(3) - first + window.stride() - 1) / window.stride());
  }
}

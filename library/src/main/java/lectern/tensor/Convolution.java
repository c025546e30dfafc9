package lectern.tensor;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.Shape;

/// Sliding windows over images: convolution, its transpose, and pooling, all made of two movements.
/// [#unfold] lays every window out as a column, so that a convolution is one matrix product;
/// [#fold] adds columns back to where they came from. Each is the other's backward rule.
///
/// Letters: N images, C channels in, O channels out, H W rows and columns, k the window's side, L =
/// H'·W' the windows' number.
@SuppressWarnings("InvalidBlockTag") // @shape
public final class Convolution {

  private Convolution() {}

  /// The same weights at every place, zeros outside the image; `bias` may be `null`.
  ///
  /// ```
  /// y[n, o, i, j] = b[o] + Σ W[o, c, u, v] · x[n, c, i·stride + u − padding, j·stride + v − padding]
  /// ```
  ///
  /// @shape x `(N, C, H, W)`, weight `(O, C, k, k)`, bias `(O,)` → `(N, O, H', W')`, H' = (H +
  ///   2·padding − k)/stride + 1
  public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
    if (x.rank() != 4 || weight.rank() != 4 || x.shape().at(1) != weight.shape().at(1)) {
      throw new ShapeException(
          "conv2d: x (N, C, H, W), weight (O, C, k, k) → (N, O, H', W'); got x %s, weight %s%s"
              .formatted(x.shape(), weight.shape(), x.rank() == 3 ? "; unsqueeze x at 0" : ""));
    }
    int o = weight.size(0);
    var window = new Window("conv2d", weight.size(2), weight.size(3), stride, padding);
    int down = window.down(x.size(2));
    int across = window.across(x.size(3));
    // (O, C·k·k)·(N, C·k·k, L) → (N, O, L)
    var y = weight.reshape(o, -1).matmul(unfold(x, window)).reshape(x.size(0), o, down, across);
    return withBias(y, bias);
  }

  /// The opposite movement of [#conv2d]: every input pixel lays a scaled copy of W into the output,
  /// `stride` apart; where copies overlap they add up. `bias` may be `null`.
  ///
  /// @shape x `(N, C, H, W)`, weight `(C, O, k, k)`, bias `(O,)` → `(N, O, H', W')`, H' = (H −
  ///   1)·stride + k − 2·padding
  public static Tensor convTranspose2d(
      Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
    if (x.rank() != 4 || weight.rank() != 4 || x.shape().at(1) != weight.shape().at(0)) {
      throw new ShapeException(
          "convTranspose2d: x (N, C, H, W), weight (C, O, k, k) → (N, O, H', W'); got x %s, weight %s"
              .formatted(x.shape(), weight.shape()));
    }
    int c = x.size(1);
    var window = new Window("convTranspose2d", weight.size(2), weight.size(3), stride, padding);
    int height = (x.size(2) - 1) * stride + window.height() - 2 * padding;
    int width = (x.size(3) - 1) * stride + window.width() - 2 * padding;
    // (O·k·k, C)·(N, C, L) → (N, O·k·k, L)
    var columns = weight.reshape(c, -1).t().matmul(x.reshape(x.size(0), c, -1));
    return withBias(fold(columns, height, width, window), bias);
  }

  private static Tensor withBias(Tensor y, Tensor bias) {
    return bias == null ? y : y.add(bias.reshape(-1, 1, 1));
  }

  /// The largest number of each window; where several are largest they share the gradient.
  ///
  /// @shape `(N, C, H, W)` → `(N, C, H', W')`, H' = (H − size)/stride + 1
  public static Tensor maxPool2d(Tensor x, int size, int stride) {
    return windows("maxPool2d", x, size, stride).max(new int[] {2}, false);
  }

  /// The mean of each window.
  ///
  /// @shape `(N, C, H, W)` → `(N, C, H', W')`, H' = (H − size)/stride + 1
  public static Tensor avgPool2d(Tensor x, int size, int stride) {
    return windows("avgPool2d", x, size, stride).mean(new int[] {2}, false);
  }

  /// `(N, C, H, W)` → `(N, C, size·size, H', W')`
  private static Tensor windows(String name, Tensor x, int size, int stride) {
    if (x.rank() != 4) {
      throw new ShapeException(name + ": x (N, C, H, W); got " + x.shape());
    }
    var window = new Window(name, size, size, stride, 0);
    int down = window.down(x.size(2));
    int across = window.across(x.size(3));
    return unfold(x, window).reshape(x.size(0), x.size(1), size * size, down, across);
  }

  /// Every window as a column, zeros outside the image.
  ///
  /// @shape `(N, C, H, W)` → `(N, C·k·k, L)`
  static Tensor unfold(Tensor x, Window window) {
    int n = x.size(0);
    int c = x.size(1);
    int height = x.size(2);
    int width = x.size(3);
    if (window.isPoint()) {
      return x.reshape(n, c, height * width);
    }
    int down = window.down(height);
    int across = window.across(width);
    var a = padded(x, window.padding());
    int s = window.stride();
    // One view in which windows overlap: (N, C, k, k, H', W'); only then it is copied.
    var view =
        new Array(
            a.storage(),
            Shape.of(n, c, window.height(), window.width(), down, across),
            new int[] {
              a.stride(0), a.stride(1), a.stride(2), a.stride(3), a.stride(2) * s, a.stride(3) * s
            },
            a.offset());
    var columns = x.backend().copy(view).reshape(Shape.of(n, c * window.area(), down * across));
    return Op.record("unfold", new Tensor(columns), x, g -> fold(g, height, width, window));
  }

  private static Array padded(Tensor x, int padding) {
    if (padding == 0) {
      return x.array();
    }
    int height = x.size(2);
    int width = x.size(3);
    var shape = x.shape().with(2, height + 2 * padding).with(3, width + 2 * padding);
    var out = x.backend().full(x.dtype(), shape, 0);
    x.backend().assign(inside(out, height, width, padding), x.array());
    return out;
  }

  private static Array inside(Array a, int height, int width, int padding) {
    return a.slice(2, padding, padding + height, 1).slice(3, padding, padding + width, 1);
  }

  /// Adds every column to its window of an image of zeros.
  ///
  /// @shape `(N, C·k·k, L)` → `(N, C, height, width)`
  static Tensor fold(Tensor columns, int height, int width, Window window) {
    int n = columns.size(0);
    int c = columns.size(1) / window.area();
    if (window.isPoint()) {
      return columns.reshape(n, c, height, width);
    }
    int down = window.down(height);
    int across = window.across(width);
    int p = window.padding();
    int s = window.stride();
    var backend = columns.backend();
    var out = backend.full(columns.dtype(), Shape.of(n, c, height + 2 * p, width + 2 * p), 0);
    var parts =
        backend
            .contiguous(columns.array())
            .reshape(Shape.of(n, c, window.height(), window.width(), down, across));
    for (int u = 0; u < window.height(); u++) {
      for (int v = 0; v < window.width(); v++) {
        var target =
            out.slice(2, u, u + s * (down - 1) + 1, s).slice(3, v, v + s * (across - 1) + 1, s);
        backend.update(Binary.ADD, target, parts.select(2, u).select(2, v));
      }
    }
    var image = new Tensor(backend.contiguous(inside(out, height, width, p)));
    return Op.record("fold", image, columns, g -> unfold(g, window));
  }
}

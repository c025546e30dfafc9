package lectern.tensor;

import lectern.backend.Shape;
import lectern.backend.Window;

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
    checkBias("conv2d", bias, weight.size(0));
    if (x.dtype() != weight.dtype() || (bias != null && bias.dtype() != x.dtype())) {
      var a = Operands.common(x, weight);
      return withBias(conv2d(a, Operands.common(weight, x), null, stride, padding), bias);
    }
    var window = window("conv2d", x, weight.size(2), weight.size(3), stride, padding);
    var backend = Operands.backend("conv2d", x, weight);
    var b = bias == null ? null : backend.contiguous(bias.array());
    var y = new Tensor(backend.conv2d(x.array(), weight.array(), b, window));
    Cost.add(y.size() * x.size(1) * window.area());
    int height = x.size(2);
    int width = x.size(3);
    Rule toX =
        g ->
            Mode.isRecording()
                ? spread(g, weight, height, width, window)
                : new Tensor(
                    backend.conv2dInputGrad(g.array(), weight.array(), height, width, window));
    Rule toW =
        g ->
            Mode.isRecording()
                ? collect(g, x, window).reshape(weight.shape().dims())
                : new Tensor(backend.conv2dWeightGrad(g.array(), x.array(), window));
    if (bias == null) {
      return Op.record("conv2d", y, x, toX, weight, toW).saves(x, weight);
    }
    var inputs = new Tensor[] {x, weight, bias};
    return Op.record("conv2d", y, inputs, new Rule[] {toX, toW, Convolution::perChannel})
        .saves(x, weight);
  }

  private static void checkBias(String name, Tensor bias, int channels) {
    if (bias != null && !bias.shape().equals(Shape.of(channels))) {
      throw new ShapeException(
          "%s: the bias is (%d,), one number per channel out; got %s"
              .formatted(name, channels, bias.shape()));
    }
  }

  /// A window that is checked against the images it is to slide over.
  private static Window window(
      String name, Tensor x, int height, int width, int stride, int padding) {
    var window = new Window(name, height, width, stride, padding);
    if (!window.fits(x.size(2), x.size(3))) {
      throw new ShapeException(
          "%s: a window of %d × %d does not fit images of %d × %d with padding %d"
              .formatted(name, height, width, x.size(2), x.size(3), padding));
    }
    return window;
  }

  /// ∂x = fold(Wᵀ·g)
  private static Tensor spread(Tensor g, Tensor weight, int height, int width, Window window) {
    // (C·k·k, O)·(N, O, L) → (N, C·k·k, L)
    var rows = weight.reshape(weight.size(0), weight.size(1) * window.area());
    var columns = rows.t().matmul(flat(g));
    return fold(columns, height, width, window);
  }

  /// ∂W = Σₙ g·unfold(x)ᵀ
  private static Tensor collect(Tensor g, Tensor x, Window window) {
    // (N, O, L)·(N, L, C·k·k) → (O, C·k·k)
    return flat(g).matmul(unfold(x, window).transpose(1, 2)).sum(new int[] {0}, false);
  }

  /// ∂b = Σ g over images and pixels
  private static Tensor perChannel(Tensor g) {
    return flat(g).sum(new int[] {2}, false).sum(new int[] {0}, false);
  }

  /// `(N, O, H', W')` → `(N, O, L)`
  private static Tensor flat(Tensor g) {
    return g.reshape(g.size(0), g.size(1), g.size(2) * g.size(3));
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
    checkBias("convTranspose2d", bias, weight.size(1));
    var window = new Window("convTranspose2d", weight.size(2), weight.size(3), stride, padding);
    int height = (x.size(2) - 1) * stride + window.height() - 2 * padding;
    int width = (x.size(3) - 1) * stride + window.width() - 2 * padding;
    if (height < 1 || width < 1) {
      throw new ShapeException(
          "convTranspose2d: padding %d leaves nothing of the result; got x %s, weight %s, stride %d → %d × %d"
              .formatted(padding, x.shape(), weight.shape(), stride, height, width));
    }
    // (O·k·k, C)·(N, C, L) → (N, O·k·k, L)
    var rows = weight.reshape(weight.size(0), weight.size(1) * window.area());
    var columns = rows.t().matmul(flat(x));
    return withBias(fold(columns, height, width, window), bias);
  }

  private static Tensor withBias(Tensor y, Tensor bias) {
    return bias == null ? y : y.add(bias.reshape(-1, 1, 1));
  }

  /// The largest number of each window; where several are largest the first takes the gradient, as
  /// in PyTorch.
  ///
  /// @shape `(N, C, H, W)` → `(N, C, H', W')`, H' = (H − size)/stride + 1
  public static Tensor maxPool2d(Tensor x, int size, int stride) {
    var window = pooling("maxPool2d", x, size, stride);
    var pooled = x.backend().maxPool2d(x.array(), window);
    var places = new Tensor(pooled[1]);
    int height = x.size(2);
    int width = x.size(3);
    var y = Op.record("maxPool2d", new Tensor(pooled[0]), x, g -> unpool(g, places, height, width));
    Op.scratch(y, pooled[1].storage());
    return y;
  }

  /// Zeros with g at the places that its windows' largest had.
  private static Tensor unpool(Tensor g, Tensor places, int height, int width) {
    var x = new Tensor(g.backend().maxPool2dGrad(g.array(), places.array(), height, width));
    int[] dims = g.shape().dims();
    if (Mode.isRecording()) {
      places.array().storage().share(); // the gradient's own rule reads them, perhaps later
    }
    return Op.record("maxPool2dGrad", x, g, u -> flat(u).gather(2, places).reshape(dims));
  }

  /// The mean of each window.
  ///
  /// @shape `(N, C, H, W)` → `(N, C, H', W')`, H' = (H − size)/stride + 1
  public static Tensor avgPool2d(Tensor x, int size, int stride) {
    var window = pooling("avgPool2d", x, size, stride);
    int down = window.down(x.size(2));
    int across = window.across(x.size(3));
    return unfold(x, window)
        .reshape(x.size(0), x.size(1), window.area(), down, across)
        .mean(new int[] {2}, false);
  }

  private static Window pooling(String name, Tensor x, int size, int stride) {
    if (x.rank() != 4) {
      throw new ShapeException(name + ": x (N, C, H, W); got " + x.shape());
    }
    return window(name, x, size, size, stride, 0);
  }

  /// Every window as a column, zeros outside the image.
  ///
  /// @shape `(N, C, H, W)` → `(N, C·k·k, L)`
  static Tensor unfold(Tensor x, Window window) {
    int height = x.size(2);
    int width = x.size(3);
    if (window.isPoint()) {
      return flat(x);
    }
    var columns = new Tensor(x.backend().unfold(x.array(), window));
    return Op.record("unfold", columns, x, g -> fold(g, height, width, window));
  }

  /// Adds every column to its window of an image of zeros.
  ///
  /// @shape `(N, C·k·k, L)` → `(N, C, height, width)`
  static Tensor fold(Tensor columns, int height, int width, Window window) {
    if (window.isPoint()) {
      return columns.reshape(columns.size(0), columns.size(1), height, width);
    }
    var image = new Tensor(columns.backend().fold(columns.array(), height, width, window));
    return Op.record("fold", image, columns, g -> unfold(g, window));
  }
}

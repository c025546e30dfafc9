package lectern.tensor;

import lectern.backend.Shape;
import lectern.backend.Window;

/// Images as the columns of all their windows, and back: im2col and col2im. A convolution is a
/// product with such columns; ViT cuts its image into patches so.
@SuppressWarnings("InvalidBlockTag") // @shape
public final class Patches {

  private Patches() {}

  /// Every window of k × k pixels as a column, zeros outside the image; ∂x = fold(g).
  ///
  /// @shape `(N, C, H, W)` → `(N, C·k·k, L)`, L = H'·W', H' = (H + 2·padding − k)/stride + 1
  public static Tensor unfold(Tensor x, int k, int stride, int padding) {
    var window = new Window("unfold", k, k, stride, padding);
    if (x.rank() != 4 || !window.fits(x.size(2), x.size(3))) {
      throw new ShapeException(
          "unfold: x (N, C, H, W), the image not smaller than the window; got x %s, window %d × %d, padding %d"
              .formatted(x.shape(), k, k, padding));
    }
    return Convolution.unfold(x, window);
  }

  /// Adds every column to its window of an image of zeros, the opposite of [#unfold]; ∂x =
  /// unfold(g).
  ///
  /// @shape `(N, C·k·k, L)` → `(N, C, height, width)`
  public static Tensor fold(Tensor x, int height, int width, int k, int stride, int padding) {
    var window = new Window("fold", k, k, stride, padding);
    boolean fits = x.rank() == 3 && window.fits(height, width) && x.size(1) % (k * k) == 0;
    if (fits) {
      var images = Shape.of(x.size(0), x.size(1) / (k * k), height, width);
      fits = window.columns(images).equals(x.shape());
    }
    if (!fits) {
      throw new ShapeException(
          "fold: x (N, C·k·k, L), L places of the window in the image; got x %s, window %d × %d, image %d × %d, stride %d, padding %d"
              .formatted(x.shape(), k, k, height, width, stride, padding));
    }
    return Convolution.fold(x, height, width, window);
  }
}

package lectern.nn;

import lectern.tensor.Pooling;
import lectern.tensor.Tensor;

/// Means over windows that bring any image to one size; see [Pooling#adaptiveAvgPool2d].
///
/// Shape: `(N, C, H, W)` → `(N, C, height, width)`.
public final class AdaptiveAvgPool2d extends Stage {

  private final int height;
  private final int width;

  /// Images of height × width; 1 × 1 is the mean of the whole image.
  public AdaptiveAvgPool2d(int height, int width) {
    this.height = height;
    this.width = width;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Pooling.adaptiveAvgPool2d(x, height, width);
  }

  @Override
  protected String details() {
    return "→ %d × %d".formatted(height, width);
  }
}

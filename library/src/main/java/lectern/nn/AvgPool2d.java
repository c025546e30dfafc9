package lectern.nn;

import lectern.tensor.Convolution;
import lectern.tensor.Tensor;

/// The mean of each square of `size` × `size` pixels; see [Convolution#avgPool2d].
///
/// Shape: `(N, C, H, W)` → `(N, C, H', W')`, H' = (H − size)/stride + 1
public final class AvgPool2d extends Stage {

  private final int size;
  private final int stride;

  /// Squares that touch: the stride is the size.
  public AvgPool2d(int size) {
    this(size, size);
  }

  /// Squares of `size` × `size` pixels, `stride` apart.
  public AvgPool2d(int size, int stride) {
    this.size = size;
    this.stride = stride;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Convolution.avgPool2d(x, size, stride);
  }

  @Override
  protected String details() {
    return stride == size ? String.valueOf(size) : size + ", stride " + stride;
  }
}

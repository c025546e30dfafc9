package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.Convolution;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// The same small weights at every place of an image; see [Convolution#conv2d].
///
/// The weights start uniform in ±1/√(C·k·k), the bias too, as in PyTorch.
///
/// Shape: x `(N, C, H, W)` → `(N, O, H', W')`, H' = (H + 2·padding − k)/stride + 1; weight `(O, C,
/// k, k)`, bias `(O,)`.
public final class Conv2d extends Stage {

  public final Parameter weight;

  /// `null` in a layer without bias.
  public final Parameter bias;

  private final int stride;
  private final int padding;

  /// Stride 1, no padding.
  public Conv2d(int in, int out, int kernel) {
    this(in, out, kernel, 1, 0);
  }

  /// A layer with bias.
  public Conv2d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, stride, padding, true);
  }

  /// A layer with or without bias.
  public Conv2d(int in, int out, int kernel, int stride, int padding, boolean bias) {
    double bound = 1 / Math.sqrt((double) in * kernel * kernel);
    var init = Init.uniform(-bound, bound);
    this.weight = parameter("weight", init.make(Shape.of(out, in, kernel, kernel)));
    this.bias = bias ? parameter("bias", init.make(Shape.of(out))) : null;
    this.stride = stride;
    this.padding = padding;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Convolution.conv2d(x, weight, bias, stride, padding);
  }

  @Override
  protected String details() {
    return ConvTranspose2d.details(weight.size(1), weight.size(0), weight.size(2), stride, padding);
  }
}

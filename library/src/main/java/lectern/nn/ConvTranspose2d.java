package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.Convolution;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// Every pixel becomes a patch of the output: how an image grows; see
/// [Convolution#convTranspose2d].
///
/// The weights start uniform in ±1/√(O·k·k), the bias too, as in PyTorch.
///
/// Shape: x `(N, C, H, W)` → `(N, O, H', W')`, H' = (H − 1)·stride + k − 2·padding; weight `(C, O,
/// k, k)`, bias `(O,)`.
public final class ConvTranspose2d extends Stage {

  public final Parameter weight;

  /// `null` in a layer without bias.
  public final Parameter bias;

  private final int stride;
  private final int padding;

  /// A layer with bias and without padding.
  public ConvTranspose2d(int in, int out, int kernel, int stride) {
    this(in, out, kernel, stride, 0, true);
  }

  /// A layer with or without bias.
  public ConvTranspose2d(int in, int out, int kernel, int stride, int padding, boolean bias) {
    double bound = 1 / Math.sqrt((double) out * kernel * kernel);
    var init = Init.uniform(-bound, bound);
    this.weight = parameter("weight", init.make(Shape.of(in, out, kernel, kernel)));
    this.bias = bias ? parameter("bias", init.make(Shape.of(out))) : null;
    this.stride = stride;
    this.padding = padding;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Convolution.convTranspose2d(x, weight, bias, stride, padding);
  }

  @Override
  protected String details() {
    return details(weight.size(0), weight.size(1), weight.size(2), stride, padding);
  }

  static String details(int in, int out, int kernel, int stride, int padding) {
    return "%d → %d, %d×%d%s%s"
        .formatted(
            in,
            out,
            kernel,
            kernel,
            stride == 1 ? "" : ", stride " + stride,
            padding == 0 ? "" : ", padding " + padding);
  }
}

package lectern.nn;

import lectern.tensor.Normalization;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// [LayerNorm] over the channels of each pixel; see [Normalization#layerNorm2d].
///
/// Shape: x `(N, channels, H, W)` → the same; weight γ and bias β `(channels,)`, at first 1 and 0.
public final class LayerNorm2d extends Stage {

  public final Parameter weight;
  public final Parameter bias;
  private final double eps;

  /// ε = 1e-6.
  public LayerNorm2d(int channels) {
    this(channels, 1e-6);
  }

  /// A layer for images of `channels` channels; `eps` is added to the variance.
  public LayerNorm2d(int channels, double eps) {
    this.weight = parameter("weight", Tensor.ones(channels));
    this.bias = parameter("bias", Tensor.zeros(channels));
    this.eps = eps;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Normalization.layerNorm2d(x, weight, bias, eps);
  }

  @Override
  protected String details() {
    return String.valueOf(weight.size(0));
  }
}

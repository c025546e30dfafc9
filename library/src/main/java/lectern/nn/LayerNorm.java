package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.Normalization;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// y = γ·(x − μ)/√(σ² + ε) + β, μ and σ over the last dimension; see [Normalization#layerNorm].
///
/// Shape: x `(…, width)` → the same; weight γ and bias β `(width,)`, at first 1 and 0.
public final class LayerNorm extends Stage {

  public final Parameter weight;
  public final Parameter bias;
  private final double eps;

  /// ε = 1e-5.
  public LayerNorm(int width) {
    this(width, 1e-5);
  }

  /// A layer for vectors of `width` numbers; `eps` is added to the variance.
  public LayerNorm(int width, double eps) {
    this.weight = parameter("weight", Tensor.ones(width));
    this.bias = parameter("bias", Tensor.zeros(width));
    this.eps = eps;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Normalization.layerNorm(x, Shape.of(weight.size(0)), weight, bias, eps);
  }

  @Override
  protected String details() {
    return String.valueOf(weight.size(0));
  }
}

package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// y = x·Wᵀ + b
///
/// The weights start uniform in ±1/√in, the bias too, as in PyTorch.
///
/// Shape: x `(…, in)` → `(…, out)`; weight `(out, in)`, bias `(out,)`.
public final class Linear extends Stage {

  public final Parameter weight;

  /// `null` in a layer without bias.
  public final Parameter bias;

  /// A layer with bias.
  public Linear(int in, int out) {
    this(in, out, true);
  }

  /// A layer with or without bias.
  public Linear(int in, int out, boolean bias) {
    this(in, out, bias, Init.uniform(-bound(in), bound(in)));
  }

  /// With another start of the weights, for example `Init.kaimingNormal()`; the bias starts at
  /// ±1/√in still.
  public Linear(int in, int out, boolean bias, Init init) {
    double bound = bound(in);
    this.weight = parameter("weight", init.make(Shape.of(out, in)));
    this.bias = bias ? parameter("bias", Init.uniform(-bound, bound).make(Shape.of(out))) : null;
  }

  /// Nothing that comes in leaves the bias 0, as in PyTorch.
  private static double bound(int in) {
    return in == 0 ? 0 : 1 / Math.sqrt(in);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.linear(weight, bias);
  }

  @Override
  protected String details() {
    return weight.size(1) + " → " + weight.size(0);
  }
}

package lectern.nn;

import lectern.tensor.Tensor;

/// y = x/(1 + e⁻ˣ)
public final class SiLU extends Stage {

  @Override
  protected Tensor forward(Tensor x) {
    return x.silu();
  }
}

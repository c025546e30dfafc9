package lectern.nn;

import lectern.tensor.Tensor;

/// y = 1/(1 + e⁻ˣ)
public final class Sigmoid extends Stage {

  @Override
  protected Tensor forward(Tensor x) {
    return x.sigmoid();
  }
}

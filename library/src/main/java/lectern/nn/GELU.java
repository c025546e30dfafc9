package lectern.nn;

import lectern.tensor.Tensor;

/// y = x·Φ(x), Φ the normal distribution
public final class GELU extends Stage {

  @Override
  protected Tensor forward(Tensor x) {
    return x.gelu();
  }
}

package lectern.nn;

import lectern.tensor.Tensor;

/// y = max(x, 0)
public final class ReLU extends Stage {

  @Override
  protected Tensor forward(Tensor x) {
    return x.relu();
  }
}

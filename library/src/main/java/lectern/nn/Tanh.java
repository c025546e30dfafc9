package lectern.nn;

import lectern.tensor.Tensor;

/// y = tanh x
public final class Tanh extends Stage {

  @Override
  protected Tensor forward(Tensor x) {
    return x.tanh();
  }
}

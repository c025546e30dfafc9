package lectern.nn;

import lectern.tensor.Tensor;

/// All dimensions but the first as one: `(N, C, H, W)` → `(N, C·H·W)`.
public final class Flatten extends Stage {

  @Override
  protected Tensor forward(Tensor x) {
    return x.flatten(1);
  }
}

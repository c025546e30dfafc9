package lectern.nn;

import lectern.tensor.Tensor;

/// A layer of one tensor in and one out: what [Sequential] chains.
public abstract class Stage extends Layer {

  /// The layer's value at `x`.
  public final Tensor apply(Tensor x) {
    return call(() -> forward(x), x);
  }

  /// What the layer computes; called by [#apply].
  protected abstract Tensor forward(Tensor x);
}

package lectern.nn;

import lectern.tensor.Tensor;

/// h' = tanh(W·x + b + V·h + c). J. Elman 1990; parameters as in [RecurrentCell].
///
/// Shape: x `(N, D)`, h `(N, D')` → h' `(N, D')`.
public final class RNNCell extends RecurrentCell {

  /// A cell for inputs of `in` and states of `hidden` numbers.
  public RNNCell(int in, int hidden) {
    super(in, hidden, 1);
  }

  /// The state after x; `null` stands for a state of zeros.
  public Tensor apply(Tensor x, Tensor h) {
    var before = h == null ? start(x) : h;
    return call(() -> ofInput(x).add(ofState(before)).tanh(), x, before);
  }
}

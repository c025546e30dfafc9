package lectern.nn;

import lectern.tensor.Tensor;

/// c' = f⊙c + i⊙g, h' = o⊙tanh c', with gates i, f, o = σ(W·x + b + V·h + c) and g = tanh(…). S.
/// Hochreiter, J. Schmidhuber 1997; parameters as in [RecurrentCell], gates in the order i, f, g,
/// o.
///
/// Shape: x `(N, D)`, h and c `(N, D')` → h' and c' `(N, D')`.
public final class LSTMCell extends RecurrentCell {

  /// What goes on from one step to the next.
  ///
  /// @param h what the cell shows, `(N, D')`
  /// @param c what it keeps, `(N, D')`
  public record State(Tensor h, Tensor c) {}

  /// A cell for inputs of `in` and states of `hidden` numbers.
  public LSTMCell(int in, int hidden) {
    super(in, hidden, 4);
  }

  /// The state after x; `null` stands for a state of zeros.
  public State apply(Tensor x, State state) {
    var before = state == null ? new State(start(x), start(x)) : state;
    return call(() -> step(x, before), x, before.h, before.c);
  }

  private State step(Tensor x, State state) {
    var all = ofInput(x).add(ofState(state.h));
    var kept = gate(all, 1).sigmoid().mul(state.c);
    var c = kept.add(gate(all, 0).sigmoid().mul(gate(all, 2).tanh()));
    return new State(gate(all, 3).sigmoid().mul(c.tanh()), c);
  }
}

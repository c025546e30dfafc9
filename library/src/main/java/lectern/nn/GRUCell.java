package lectern.nn;

import lectern.tensor.Tensor;

/// h' = (1 − z)⊙n + z⊙h, with gates r and z = σ(W·x + b + V·h + c) and n = tanh(W·x + b + r⊙(V·h +
/// c)). K. Cho and others 2014; parameters as in [RecurrentCell], gates in the order r, z, n.
///
/// Shape: x `(N, D)`, h `(N, D')` → h' `(N, D')`.
public final class GRUCell extends RecurrentCell {

  /// A cell for inputs of `in` and states of `hidden` numbers.
  public GRUCell(int in, int hidden) {
    super(in, hidden, 3);
  }

  /// The state after x; `null` stands for a state of zeros.
  public Tensor apply(Tensor x, Tensor h) {
    var before = h == null ? start(x) : h;
    return call(() -> step(x, before), x, before);
  }

  private Tensor step(Tensor x, Tensor h) {
    var a = ofInput(x);
    var b = ofState(h);
    var r = gate(a, 0).add(gate(b, 0)).sigmoid();
    var z = gate(a, 1).add(gate(b, 1)).sigmoid();
    var n = gate(a, 2).add(r.mul(gate(b, 2))).tanh();
    return n.add(z.mul(h.sub(n)));
  }
}

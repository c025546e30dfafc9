package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// One step of a recurrent network: the weights that meet the input and those that meet the state
/// before, for all gates one below the other. They start uniform in ±1/√hidden, as in PyTorch.
///
/// Parameters: weight_ih `(gates·D', D)`, weight_hh `(gates·D', D')`, bias_ih and bias_hh
/// `(gates·D',)`, D the width of the input and D' of the state.
public abstract class RecurrentCell extends Layer {

  public final Parameter weightIh;
  public final Parameter weightHh;
  public final Parameter biasIh;
  public final Parameter biasHh;
  final int hidden;

  RecurrentCell(int in, int hidden, int gates) {
    var init = Init.uniform(-1 / Math.sqrt(hidden), 1 / Math.sqrt(hidden));
    this.weightIh = parameter("weight_ih", init.make(Shape.of(gates * hidden, in)));
    this.weightHh = parameter("weight_hh", init.make(Shape.of(gates * hidden, hidden)));
    this.biasIh = parameter("bias_ih", init.make(Shape.of(gates * hidden)));
    this.biasHh = parameter("bias_hh", init.make(Shape.of(gates * hidden)));
    this.hidden = hidden;
  }

  /// W·x + b of the input, `(N, gates·D')`.
  final Tensor ofInput(Tensor x) {
    return x.linear(weightIh, biasIh);
  }

  /// W·h + b of the state, `(N, gates·D')`.
  final Tensor ofState(Tensor h) {
    return h.linear(weightHh, biasHh);
  }

  /// Gate number i of `(N, gates·D')`, `(N, D')`.
  final Tensor gate(Tensor all, int i) {
    return all.slice(-1, i * hidden, (i + 1) * hidden);
  }

  /// A state to begin with: zeros for each row of x.
  final Tensor start(Tensor x) {
    return Tensor.wrap(x.backend().full(x.dtype(), x.shape().with(-1, hidden), 0));
  }

  @Override
  protected final String details() {
    return weightIh.size(1) + " → " + hidden;
  }
}

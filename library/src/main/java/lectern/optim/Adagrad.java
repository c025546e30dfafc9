package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// Adagrad: steps are divided by the root of the sum of all squared gradients n, so they shrink
/// where much was learned.
///
/// ```
/// s ← s + n²
/// θ ← θ − α·n/(√s + ε)
/// ```
///
/// Weight decay is added to the gradient.
///
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", JMLR 12, 2011.
public final class Adagrad extends Optimizer {

  private double eps = 1e-10;

  /// Learning rate 0.01, ε = 1e-10 until set otherwise.
  public Adagrad(Collection<? extends Tensor> parameters) {
    super(parameters, 1e-2);
  }

  /// The same for single tensors.
  public Adagrad(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets ε ≥ 0.
  public Adagrad eps(double eps) {
    this.eps = atLeast(0, "eps", eps);
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var n = decayed(theta, gradient);
    var s = state.tensor("sum", theta);
    s.assign(s.add(n.square()));
    descend(theta, n.div(s.sqrt().add(eps)), rate);
  }

  @Override
  public Adagrad lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public Adagrad schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public Adagrad weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// RMSProp: steps are divided by a running root mean square of the gradient n.
///
/// ```
/// s ← ρs + (1 − ρ)n²
/// θ ← θ − α·n/(√s + ε)
/// ```
///
/// Weight decay is added to the gradient. s starts at zero and is not corrected.
///
/// Source: T. Tieleman, G. Hinton, "Neural networks for machine learning", lecture 6.5, 2012.
public final class RMSprop extends Optimizer {

  private double rho = 0.99;
  private double eps = 1e-8;

  /// Learning rate 0.01, ρ = 0.99, ε = 1e-8 until set otherwise.
  public RMSprop(Collection<? extends Tensor> parameters) {
    super(parameters, 1e-2);
  }

  /// The same for single tensors.
  public RMSprop(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets ρ in [0, 1), how much of the running mean stays.
  public RMSprop rho(double rho) {
    this.rho = belowOne("rho", rho);
    return this;
  }

  /// Sets ε ≥ 0.
  public RMSprop eps(double eps) {
    this.eps = atLeast(0, "eps", eps);
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var n = decayed(theta, gradient);
    var s = state.tensor("square_avg", theta);
    s.assign(s.mul(rho).add(n.square().mul(1 - rho)));
    descend(theta, n.div(s.sqrt().add(eps)), rate);
  }

  @Override
  public RMSprop lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public RMSprop schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public RMSprop weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

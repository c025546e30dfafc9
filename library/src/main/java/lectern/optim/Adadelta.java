package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// Adadelta: the step has the units of θ, a running root mean square of past steps over one of
/// gradients n.
///
/// ```
/// s ← ρs + (1 − ρ)n²
/// δ = n·√(d + ε)/√(s + ε)
/// d ← ρd + (1 − ρ)δ²
/// θ ← θ − α·δ
/// ```
///
/// Weight decay is added to the gradient.
///
/// Source: M. Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1.
public final class Adadelta extends Optimizer {

  private double rho = 0.9;
  private double eps = 1e-6;

  /// Learning rate 1, ρ = 0.9, ε = 1e-6 until set otherwise.
  public Adadelta(Collection<? extends Tensor> parameters) {
    super(parameters, 1);
  }

  /// The same for single tensors.
  public Adadelta(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets ρ in [0, 1), how much of the running means stays.
  public Adadelta rho(double rho) {
    this.rho = belowOne("rho", rho);
    return this;
  }

  /// Sets ε ≥ 0.
  public Adadelta eps(double eps) {
    this.eps = atLeast(0, "eps", eps);
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var n = decayed(theta, gradient);
    var s = state.tensor("square_avg", theta);
    var d = state.tensor("acc_delta", theta);
    s.assign(s.mul(rho).add(n.square().mul(1 - rho)));
    var delta = n.mul(d.add(eps).sqrt()).div(s.add(eps).sqrt());
    d.assign(d.mul(rho).add(delta.square().mul(1 - rho)));
    descend(theta, delta, rate);
  }

  @Override
  public Adadelta lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public Adadelta schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public Adadelta weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

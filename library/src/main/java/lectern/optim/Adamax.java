package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// Adamax: Adam with the largest past gradient n in the place of the root mean square.
///
/// ```
/// g ← β₁g + (1 − β₁)n
/// u ← max(β₂u, |n| + ε)
/// θ ← θ − α/(1 − β₁ᵗ)·g/u
/// ```
///
/// Weight decay is added to the gradient.
///
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, section 7.1.
public final class Adamax extends Optimizer {

  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double eps = 1e-8;

  /// Learning rate 0.002, β = (0.9, 0.999), ε = 1e-8 until set otherwise.
  public Adamax(Collection<? extends Tensor> parameters) {
    super(parameters, 2e-3);
  }

  /// The same for single tensors.
  public Adamax(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets β₁ and β₂ in [0, 1).
  public Adamax betas(double beta1, double beta2) {
    this.beta1 = belowOne("betas: β₁", beta1);
    this.beta2 = belowOne("betas: β₂", beta2);
    return this;
  }

  /// Sets ε ≥ 0.
  public Adamax eps(double eps) {
    this.eps = atLeast(0, "eps", eps);
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var n = decayed(theta, gradient);
    double t = state.count();
    var g = state.tensor("exp_avg", theta);
    var u = state.tensor("exp_inf", theta);
    g.assign(g.mul(beta1).add(n.mul(1 - beta1)));
    u.assign(u.mul(beta2).maximum(n.abs().add(eps)));
    descend(theta, g.div(u), rate / (1 - Math.pow(beta1, t)));
  }

  @Override
  public Adamax lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public Adamax schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public Adamax weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// RAdam: Adam whose division by the root mean square waits until enough gradients n were seen to
/// estimate it, and then sets in by a factor r.
///
/// ```
/// g ← β₁g + (1 − β₁)n,  ĝ = g/(1 − β₁ᵗ);  s ← β₂s + (1 − β₂)n²
/// ρ∞ = 2/(1 − β₂) − 1,  ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ)
/// r = √[(ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ)]
/// θ ← θ − α·ĝ·r·√(1 − β₂ᵗ)/(√s + ε)   if ρ > 5, else θ − α·ĝ
/// ```
///
/// Weight decay is added to the gradient.
///
/// Source: L. Liu and others, "On the variance of the adaptive learning rate and beyond", ICLR
/// 2020.
public final class RAdam extends Optimizer {

  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double eps = 1e-8;

  /// Learning rate 0.001, β = (0.9, 0.999), ε = 1e-8 until set otherwise.
  public RAdam(Collection<? extends Tensor> parameters) {
    super(parameters, 1e-3);
  }

  /// The same for single tensors.
  public RAdam(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets β₁ and β₂ in [0, 1).
  public RAdam betas(double beta1, double beta2) {
    this.beta1 = belowOne("betas: β₁", beta1);
    this.beta2 = belowOne("betas: β₂", beta2);
    return this;
  }

  /// Sets ε ≥ 0.
  public RAdam eps(double eps) {
    this.eps = atLeast(0, "eps", eps);
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var n = decayed(theta, gradient);
    double t = state.count();
    var g = state.tensor("exp_avg", theta);
    var s = state.tensor("exp_avg_sq", theta);
    g.assign(g.mul(beta1).add(n.mul(1 - beta1)));
    s.assign(s.mul(beta2).add(n.square().mul(1 - beta2)));
    double left = 1 - Math.pow(beta2, t);
    double most = 2 / (1 - beta2) - 1;
    double rho = most - 2 * t * Math.pow(beta2, t) / left;
    var mean = g.div(1 - Math.pow(beta1, t));
    if (rho > 5) {
      double r = Math.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
      mean = mean.div(s.sqrt().add(eps)).mul(r * Math.sqrt(left));
    }
    descend(theta, mean, rate);
  }

  @Override
  public RAdam lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public RAdam schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public RAdam weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

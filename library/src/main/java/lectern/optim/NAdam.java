package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// NAdam: Adam that looks ahead as Nesterov does, with a momentum μ that warms up. Gradient n:
///
/// ```
/// μₜ = β₁(1 − ½·0.96^(tψ))
/// g ← β₁g + (1 − β₁)n,  s ← β₂s + (1 − β₂)n²,  ŝ = s/(1 − β₂ᵗ)
/// θ ← θ − α·[(1 − μₜ)/(1 − Πμ)·n + μₜ₊₁/(1 − Πμ·μₜ₊₁)·g]/(√ŝ + ε)
/// ```
///
/// Πμ is the product μ₁…μₜ. Weight decay is added to the gradient.
///
/// Source: T. Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
public final class NAdam extends Optimizer {

  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double eps = 1e-8;
  private double decay = 4e-3;

  /// Learning rate 0.002, β = (0.9, 0.999), ε = 1e-8, ψ = 0.004 until set otherwise.
  public NAdam(Collection<? extends Tensor> parameters) {
    super(parameters, 2e-3);
  }

  /// The same for single tensors.
  public NAdam(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets β₁ and β₂ in [0, 1).
  public NAdam betas(double beta1, double beta2) {
    this.beta1 = belowOne("betas: β₁", beta1);
    this.beta2 = belowOne("betas: β₂", beta2);
    return this;
  }

  /// Sets ε ≥ 0.
  public NAdam eps(double eps) {
    this.eps = atLeast(0, "eps", eps);
    return this;
  }

  /// Sets ψ ≥ 0, how fast the momentum warms up.
  public NAdam momentumDecay(double decay) {
    this.decay = atLeast(0, "momentumDecay", decay);
    return this;
  }

  private double mu(double t) {
    return beta1 * (1 - 0.5 * Math.pow(0.96, t * decay));
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var n = decayed(theta, gradient);
    double t = state.count();
    var g = state.tensor("exp_avg", theta);
    var s = state.tensor("exp_avg_sq", theta);
    g.assign(g.mul(beta1).add(n.mul(1 - beta1)));
    s.assign(s.mul(beta2).add(n.square().mul(1 - beta2)));
    // Stored less one, since a number of the state starts at 0.
    double product = (1 + state.number("mu_product")) * mu(t);
    state.number("mu_product", product - 1);
    var now = n.mul((1 - mu(t)) / (1 - product));
    var ahead = g.mul(mu(t + 1) / (1 - product * mu(t + 1)));
    var root = s.div(1 - Math.pow(beta2, t)).sqrt().add(eps);
    descend(theta, now.add(ahead).div(root), rate);
  }

  @Override
  public NAdam lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public NAdam schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public NAdam weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

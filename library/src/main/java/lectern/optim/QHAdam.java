package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.tensor.Tensor;

/// Quasi-hyperbolic Adam: both of Adam's means are mixed with the present gradient n.
///
/// ```
/// g ← β₁g + (1 − β₁)n       ĝ = g/(1 − β₁ᵗ)
/// s ← β₂s + (1 − β₂)n²      ŝ = s/(1 − β₂ᵗ)
/// θ ← θ − α·[(1 − ν₁)n + ν₁ĝ] / (√((1 − ν₂)n² + ν₂ŝ) + ε)
/// ```
///
/// ν₁ = ν₂ = 1, the default, is [Adam]; ν₁ = 0, ν₂ = 1 is RMSProp with a corrected ŝ; ν₁ = β₁, ν₂ =
/// 1 is nearly NAdam. The authors recommend `nus(0.7, 1.0)` with `betas(0.995, 0.999)`. Weight
/// decay is added to the gradient, as in Adam.
///
/// Source: J. Ma, D. Yarats, "Quasi-hyperbolic momentum and Adam for deep learning", ICLR 2019.
public final class QHAdam extends Moments {

  private double nu1 = 1;
  private double nu2 = 1;

  /// Learning rate 1e-3, β₁ = 0.9, β₂ = 0.999, ν₁ = ν₂ = 1, ε = 1e-8, weight decay 0 until set
  /// otherwise.
  public QHAdam(Collection<? extends Tensor> parameters) {
    super(parameters, false);
  }

  /// The same for single tensors.
  public QHAdam(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets ν₁ and ν₂, the weights of the running means. Values outside [0, 1] are allowed: some
  /// conversions need them.
  public QHAdam nus(double nu1, double nu2) {
    this.nu1 = nu1;
    this.nu2 = nu2;
    return this;
  }

  /// Sets α, both ν and both β together, for example from [Conversions#fromNAdam].
  public QHAdam set(Conversions.QuasiAdam quasi) {
    return lr(quasi.lr()).nus(quasi.nu1(), quasi.nu2()).betas(quasi.beta1(), quasi.beta2());
  }

  /// Sets β₁ and β₂ in [0, 1), how much of the running means stays.
  public QHAdam betas(double beta1, double beta2) {
    setBetas(beta1, beta2);
    return this;
  }

  /// Sets ε ≥ 0, which is added after the square root.
  public QHAdam eps(double eps) {
    setEps(eps);
    return this;
  }

  @Override
  double nu1() {
    return nu1;
  }

  @Override
  double nu2() {
    return nu2;
  }

  @Override
  public QHAdam lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public QHAdam schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public QHAdam weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.tensor.Tensor;

/// Adam: steps of about α in every coordinate, whatever the gradient's size. Gradient n:
///
/// ```
/// g ← β₁g + (1 − β₁)n       ĝ = g/(1 − β₁ᵗ)
/// s ← β₂s + (1 − β₂)n²      ŝ = s/(1 − β₂ᵗ)
/// θ ← θ − α·ĝ/(√ŝ + ε)
/// ```
///
/// Weight decay is added to the gradient: n ← n + λθ. [AdamW] decays θ itself.
///
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
public final class Adam extends Moments {

  /// Learning rate 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, weight decay 0 until set otherwise.
  public Adam(Collection<? extends Tensor> parameters) {
    super(parameters, false);
  }

  /// The same for single tensors.
  public Adam(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets β₁ and β₂ in [0, 1), how much of the running means stays.
  public Adam betas(double beta1, double beta2) {
    setBetas(beta1, beta2);
    return this;
  }

  /// Sets ε ≥ 0, which is added after the square root.
  public Adam eps(double eps) {
    setEps(eps);
    return this;
  }

  @Override
  double nu1() {
    return 1;
  }

  @Override
  double nu2() {
    return 1;
  }

  @Override
  public Adam lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public Adam schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public Adam weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.tensor.Tensor;

/// [Adam] with weight decay apart from the gradient: first θ ← θ(1 − αλ), then Adam's step.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm
/// 2.
public final class AdamW extends Moments {

  /// Learning rate 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, weight decay 0.01 until set otherwise.
  public AdamW(Collection<? extends Tensor> parameters) {
    super(parameters, true);
    weightDecay(0.01);
  }

  /// The same for single tensors.
  public AdamW(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets β₁ and β₂ in [0, 1), how much of the running means stays.
  public AdamW betas(double beta1, double beta2) {
    setBetas(beta1, beta2);
    return this;
  }

  /// Sets ε ≥ 0, which is added after the square root.
  public AdamW eps(double eps) {
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
  public AdamW lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public AdamW schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public AdamW weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

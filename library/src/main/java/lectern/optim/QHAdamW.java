package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.tensor.Tensor;

/// [QHAdam] with weight decay apart from the gradient: first θ ← θ(1 − αλ), then QHAdam's step.
public final class QHAdamW extends Moments {

  private double nu1 = 1;
  private double nu2 = 1;

  /// Learning rate 1e-3, β₁ = 0.9, β₂ = 0.999, ν₁ = ν₂ = 1, ε = 1e-8, weight decay 0 until set
  /// otherwise.
  public QHAdamW(Collection<? extends Tensor> parameters) {
    super(parameters, true);
  }

  /// The same for single tensors.
  public QHAdamW(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets ν₁ and ν₂, the weights of the running means. Values outside [0, 1] are allowed: some
  /// conversions need them.
  public QHAdamW nus(double nu1, double nu2) {
    this.nu1 = nu1;
    this.nu2 = nu2;
    return this;
  }

  /// Sets α, both ν and both β together, for example from [Conversions#fromNAdam].
  public QHAdamW set(Conversions.QuasiAdam quasi) {
    return lr(quasi.lr()).nus(quasi.nu1(), quasi.nu2()).betas(quasi.beta1(), quasi.beta2());
  }

  /// Sets β₁ and β₂ in [0, 1), how much of the running means stays.
  public QHAdamW betas(double beta1, double beta2) {
    setBetas(beta1, beta2);
    return this;
  }

  /// Sets ε ≥ 0, which is added after the square root.
  public QHAdamW eps(double eps) {
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
  public QHAdamW lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public QHAdamW schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public QHAdamW weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.Shape;
import lectern.tensor.Tensor;

/// Quasi-hyperbolic momentum: a weighted mean of the gradient n and its running mean g.
///
/// ```
/// g ← βg + (1 − β)n
/// θ ← θ − α[(1 − ν)n + νg]
/// ```
///
/// ν = 0 is gradient descent, ν = 1 dampened momentum, ν = β Nesterov's method; [Conversions] has
/// more. The authors recommend ν = 0.7, β = 0.999. Unlike PyTorch's momentum the buffer is dampened
/// and starts at zero: from SGD with momentum β take α = lr/(1 − β).
///
/// Source: J. Ma, D. Yarats, "Quasi-hyperbolic momentum and Adam for deep learning", ICLR 2019.
public final class QHM extends Optimizer {

  private double nu = 0.7;
  private double beta = 0.999;
  private boolean direct;

  /// Learning rate 1e-3, ν = 0.7, β = 0.999 until set otherwise.
  public QHM(Collection<? extends Tensor> parameters) {
    super(parameters, 1e-3);
  }

  /// The same for single tensors.
  public QHM(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets ν, the weight of the running mean. Values outside [0, 1] are allowed: some conversions
  /// need them.
  public QHM nu(double nu) {
    this.nu = nu;
    return this;
  }

  /// Sets β ≥ 0, how much of the running mean stays.
  public QHM beta(double beta) {
    this.beta = atLeast(0, "beta", beta);
    return this;
  }

  /// Sets α, ν and β together, for example from [Conversions].
  public QHM set(Conversions.Quasi quasi) {
    return lr(quasi.alpha()).nu(quasi.nu()).beta(quasi.beta());
  }

  /// Whether decay acts on the parameter, θ ← θ(1 − αλ), rather than on the gradient, n ← n + λθ.
  public QHM directDecay(boolean direct) {
    this.direct = direct;
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    var backend = backend(theta);
    var n = gradient;
    if (weightDecay() != 0 && direct) {
      scale(theta, 1 - rate * weightDecay());
    } else if (weightDecay() != 0) {
      n = backend.copy(gradient);
      backend.addScaled(n, theta, weightDecay());
    }
    var g = state.array("momentum_buffer", theta);
    scale(g, beta);
    backend.addScaled(g, n, 1 - beta);
    backend.addScaled(theta, g, -rate * nu);
    backend.addScaled(theta, n, -rate * (1 - nu));
  }

  private static void scale(Array a, double factor) {
    var backend = backend(a);
    backend.update(Binary.MUL, a, backend.full(a.dtype(), Shape.scalar(), factor));
  }

  @Override
  public QHM lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public QHM schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public QHM weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

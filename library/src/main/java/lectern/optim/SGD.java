package lectern.optim;

import java.util.Collection;
import java.util.List;
import lectern.backend.Array;
import lectern.backend.SgdStep;
import lectern.tensor.Tensor;

/// Gradient descent, with momentum where it is asked for. Gradient n, buffer v:
///
/// ```
/// n ← n + λθ                      weight decay λ
/// v ← μv + (1 − τ)n               momentum μ, dampening τ; the first step sets v ← n
/// θ ← θ − αn                      without momentum
/// θ ← θ − αv                      with it
/// θ ← θ − α(n + μv)               with it and Nesterov's look ahead
/// ```
///
/// These are PyTorch's conventions: momentum is not dampened unless told, so its steps are 1/(1 −
/// μ) times as long as [QHM]'s with ν = 1.
public final class SGD extends Optimizer {

  private double momentum;
  private double dampening;
  private boolean nesterov;

  /// Learning rate 1e-3, no momentum, no decay, until set otherwise.
  public SGD(Collection<? extends Tensor> parameters) {
    super(parameters, 1e-3);
  }

  /// The same for single tensors.
  public SGD(Tensor... parameters) {
    this(List.of(parameters));
  }

  /// Sets the momentum μ ≥ 0; 0 for none.
  public SGD momentum(double momentum) {
    this.momentum = atLeast(0, "momentum", momentum);
    return this;
  }

  /// Sets the dampening τ.
  public SGD dampening(double dampening) {
    this.dampening = dampening;
    return this;
  }

  /// Whether to look ahead as Nesterov does; needs momentum and no dampening.
  public SGD nesterov(boolean nesterov) {
    this.nesterov = nesterov;
    return this;
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalStateException(
          "SGD.nesterov needs momentum above 0 and dampening 0, got momentum %s, dampening %s"
              .formatted(momentum, dampening));
    }
    boolean first = !state.has("momentum_buffer");
    var v = momentum == 0 ? null : state.array("momentum_buffer", theta);
    var step = new SgdStep(rate, momentum, dampening, weightDecay(), nesterov, first);
    backend(theta).sgd(theta, gradient, v, step);
  }

  @Override
  public SGD lr(double lr) {
    super.lr(lr);
    return this;
  }

  @Override
  public SGD schedule(Schedule schedule) {
    super.schedule(schedule);
    return this;
  }

  @Override
  public SGD weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }
}

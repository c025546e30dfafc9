package lectern.optim;

import java.util.Collection;
import lectern.backend.Array;
import lectern.backend.QHAdamStep;
import lectern.tensor.Tensor;

/// What Adam and QHAdam share: running means of the gradient and of its square, corrected for
/// having started at zero.
///
/// The correction 1/(1 − βᵗ) is made by weights instead of powers: with w ← 1 + βw from w = 0 and a
/// = 1 − 1/w, the mean ĝ ← aĝ + (1 − a)n is the corrected one at every step. So the betas may
/// change on the way.
abstract class Moments extends Optimizer {

  private final boolean decoupled;
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double eps = 1e-8;

  Moments(Collection<? extends Tensor> parameters, boolean decoupled) {
    super(parameters, 1e-3);
    this.decoupled = decoupled;
  }

  /// ν₁; 1 for Adam.
  abstract double nu1();

  /// ν₂; 1 for Adam.
  abstract double nu2();

  final void setBetas(double beta1, double beta2) {
    this.beta1 = belowOne("betas: β₁", beta1);
    this.beta2 = belowOne("betas: β₂", beta2);
  }

  final void setEps(double eps) {
    this.eps = atLeast(0, "eps", eps);
  }

  @Override
  protected final void update(Array theta, Array gradient, State state, double rate) {
    double w1 = 1 + beta1 * state.number("beta1_weight");
    double w2 = 1 + beta2 * state.number("beta2_weight");
    state.number("beta1_weight", w1);
    state.number("beta2_weight", w2);
    var mean = state.array("exp_avg", theta);
    var square = state.array("exp_avg_sq", theta);
    var step =
        new QHAdamStep(rate, 1 - 1 / w1, 1 - 1 / w2, nu1(), nu2(), eps, weightDecay(), decoupled);
    backend(theta).qhAdam(theta, gradient, mean, square, step);
  }
}

package lectern.backend.cpu;

import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;

/// The optimizers' steps over `double[]`, each in one pass over memory.
final class DoubleSteps {

  private DoubleSteps() {}

  /// See [SgdStep] for the formula.
  static void sgd(
      double[] theta, int at, double[] g, int gAt, double[] v, int vAt, int n, SgdStep step) {
    double lr = step.lr();
    double decay = step.weightDecay();
    double mu = step.momentum();
    if (mu == 0) {
      for (int i = 0; i < n; i++) {
        theta[at + i] -= lr * (g[gAt + i] + decay * theta[at + i]);
      }
      return;
    }
    double keep = step.first() ? 0 : mu;
    double fresh = step.first() ? 1 : (1 - step.dampening());
    // θ ← θ − α·(now·n + ahead·v): (1, μ) with Nesterov, (0, 1) without.
    double now = step.nesterov() ? 1 : 0;
    double ahead = step.nesterov() ? mu : 1;
    for (int i = 0; i < n; i++) {
      double x = theta[at + i];
      double d = g[gAt + i] + decay * x;
      double m = keep * v[vAt + i] + fresh * d;
      v[vAt + i] = m;
      theta[at + i] = x - lr * (now * d + ahead * m);
    }
  }

  /// See [QHAdamStep] for the formula.
  static void qhAdam(
      double[] theta,
      int at,
      double[] g,
      int gAt,
      double[] mean,
      int meanAt,
      double[] square,
      int squareAt,
      int n,
      QHAdamStep step) {
    double lr = step.lr();
    double a1 = step.a1();
    double a2 = step.a2();
    double b1 = (1 - step.a1());
    double b2 = (1 - step.a2());
    double nu1 = step.nu1();
    double nu2 = step.nu2();
    double now1 = (1 - step.nu1());
    double now2 = (1 - step.nu2());
    double eps = step.eps();
    double shrink = step.decoupled() ? (1 - step.lr() * step.weightDecay()) : 1;
    double decay = step.decoupled() ? 0 : step.weightDecay();
    for (int i = 0; i < n; i++) {
      double x = theta[at + i] * shrink;
      double d = g[gAt + i] + decay * x;
      double m = a1 * mean[meanAt + i] + b1 * d;
      double s = a2 * square[squareAt + i] + b2 * d * d;
      mean[meanAt + i] = m;
      square[squareAt + i] = s;
      double up = now1 * d + nu1 * m;
      double down = Math.sqrt(now2 * d * d + nu2 * s) + eps;
      theta[at + i] = x - lr * up / down;
    }
  }
}

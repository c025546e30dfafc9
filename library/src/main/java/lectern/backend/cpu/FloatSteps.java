package lectern.backend.cpu;

import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;

/// The optimizers' steps over `float[]`, each in one pass over memory.
final class FloatSteps {

  private FloatSteps() {}

  /// See [SgdStep] for the formula.
  static void sgd(
      float[] theta, int at, float[] g, int gAt, float[] v, int vAt, int n, SgdStep step) {
    float lr = (float) step.lr();
    float decay = (float) step.weightDecay();
    float mu = (float) step.momentum();
    if (mu == 0) {
      for (int i = 0; i < n; i++) {
        theta[at + i] -= lr * (g[gAt + i] + decay * theta[at + i]);
      }
      return;
    }
    float keep = step.first() ? 0 : mu;
    float fresh = step.first() ? 1 : (float) (1 - step.dampening());
    // θ ← θ − α·(now·n + ahead·v): (1, μ) with Nesterov, (0, 1) without.
    float now = step.nesterov() ? 1 : 0;
    float ahead = step.nesterov() ? mu : 1;
    for (int i = 0; i < n; i++) {
      float x = theta[at + i];
      float d = g[gAt + i] + decay * x;
      float m = keep * v[vAt + i] + fresh * d;
      v[vAt + i] = m;
      theta[at + i] = x - lr * (now * d + ahead * m);
    }
  }

  /// See [QHAdamStep] for the formula.
  static void qhAdam(
      float[] theta,
      int at,
      float[] g,
      int gAt,
      float[] mean,
      int meanAt,
      float[] square,
      int squareAt,
      int n,
      QHAdamStep step) {
    float lr = (float) step.lr();
    float a1 = (float) step.a1();
    float a2 = (float) step.a2();
    float b1 = (float) (1 - step.a1());
    float b2 = (float) (1 - step.a2());
    float nu1 = (float) step.nu1();
    float nu2 = (float) step.nu2();
    float now1 = (float) (1 - step.nu1());
    float now2 = (float) (1 - step.nu2());
    float eps = (float) step.eps();
    float shrink = step.decoupled() ? (float) (1 - step.lr() * step.weightDecay()) : 1;
    float decay = step.decoupled() ? 0 : (float) step.weightDecay();
    for (int i = 0; i < n; i++) {
      float x = theta[at + i] * shrink;
      float d = g[gAt + i] + decay * x;
      float m = a1 * mean[meanAt + i] + b1 * d;
      float d2 = d * d;
      float s = a2 * square[squareAt + i] + b2 * d2;
      mean[meanAt + i] = m;
      square[squareAt + i] = s;
      float up = now1 * d + nu1 * m;
      float down = (float) Math.sqrt(now2 * d2 + nu2 * s) + eps;
      theta[at + i] = x - lr * up / down;
    }
  }
}

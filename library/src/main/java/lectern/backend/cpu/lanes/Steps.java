package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;

/// The optimizers' steps, each in one pass over memory. They do whole vectors and return how many
/// elements that were; the plain loops do the rest.
final class Steps {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Steps() {}

  /// θ ← θ − α(g + λθ)
  static int sgd(float[] theta, int at, float[] g, int gAt, int n, SgdStep step) {
    var lr = FloatVector.broadcast(S, (float) step.lr());
    var decay = FloatVector.broadcast(S, (float) step.weightDecay());
    int i = 0;
    for (; i <= n - L; i += L) {
      var x = FloatVector.fromArray(S, theta, at + i);
      var d = FloatVector.fromArray(S, g, gAt + i).add(decay.mul(x));
      x.sub(lr.mul(d)).intoArray(theta, at + i);
    }
    return i;
  }

  /// The step with momentum; see [SgdStep] for the formula.
  static int momentum(
      float[] theta, int at, float[] g, int gAt, float[] v, int vAt, int n, SgdStep step) {
    var lr = FloatVector.broadcast(S, (float) step.lr());
    var decay = FloatVector.broadcast(S, (float) step.weightDecay());
    var keep = FloatVector.broadcast(S, step.first() ? 0 : (float) step.momentum());
    var fresh = FloatVector.broadcast(S, step.first() ? 1 : (float) (1 - step.dampening()));
    var now = FloatVector.broadcast(S, step.nesterov() ? 1 : 0);
    var ahead = FloatVector.broadcast(S, step.nesterov() ? (float) step.momentum() : 1);
    int i = 0;
    for (; i <= n - L; i += L) {
      var x = FloatVector.fromArray(S, theta, at + i);
      var d = FloatVector.fromArray(S, g, gAt + i).add(decay.mul(x));
      var m = keep.mul(FloatVector.fromArray(S, v, vAt + i)).add(fresh.mul(d));
      m.intoArray(v, vAt + i);
      x.sub(lr.mul(now.mul(d).add(ahead.mul(m)))).intoArray(theta, at + i);
    }
    return i;
  }

  /// See [QHAdamStep] for the formula.
  static int qhAdam(
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
    var lr = FloatVector.broadcast(S, (float) step.lr());
    var a1 = FloatVector.broadcast(S, (float) step.a1());
    var a2 = FloatVector.broadcast(S, (float) step.a2());
    var b1 = FloatVector.broadcast(S, (float) (1 - step.a1()));
    var b2 = FloatVector.broadcast(S, (float) (1 - step.a2()));
    var nu1 = FloatVector.broadcast(S, (float) step.nu1());
    var nu2 = FloatVector.broadcast(S, (float) step.nu2());
    var now1 = FloatVector.broadcast(S, (float) (1 - step.nu1()));
    var now2 = FloatVector.broadcast(S, (float) (1 - step.nu2()));
    var eps = FloatVector.broadcast(S, (float) step.eps());
    double lambda = step.weightDecay();
    var shrink = FloatVector.broadcast(S, step.decoupled() ? (float) (1 - step.lr() * lambda) : 1);
    var decay = FloatVector.broadcast(S, step.decoupled() ? 0 : (float) lambda);
    int i = 0;
    for (; i <= n - L; i += L) {
      var x = FloatVector.fromArray(S, theta, at + i).mul(shrink);
      var d = FloatVector.fromArray(S, g, gAt + i).add(decay.mul(x));
      var d2 = d.mul(d);
      var m = a1.mul(FloatVector.fromArray(S, mean, meanAt + i)).add(b1.mul(d));
      var s = a2.mul(FloatVector.fromArray(S, square, squareAt + i)).add(b2.mul(d2));
      m.intoArray(mean, meanAt + i);
      s.intoArray(square, squareAt + i);
      var up = now1.mul(d).add(nu1.mul(m));
      var down = now2.mul(d2).add(nu2.mul(s)).sqrt().add(eps);
      x.sub(lr.mul(up).div(down)).intoArray(theta, at + i);
    }
    return i;
  }
}

package lectern.backend.cpu;

import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;
import lectern.backend.Unary;
import lectern.backend.cpu.lanes.LaneKernels;

/// The float32 loops that vector lanes make several times faster. There are two of each: plain
/// loops that everybody can read, in [PlainKernels], and vector lanes where the JDK has them.
public interface FloatKernels {

  /// Which ones these are, for a person.
  String describe();

  /// out ← f(x)
  void unary(Unary f, float[] x, int xAt, float[] out, int outAt, int n);

  /// z ← x ∘ y; not for comparisons.
  void binary(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n);

  /// z ← x ∘ y with one y for the whole run; not for comparisons.
  void binary(Binary f, float[] x, int xAt, float y, float[] z, int zAt, int n);

  /// y ← y + alpha·x
  void addScaled(float alpha, float[] x, int xAt, float[] y, int yAt, int n);

  /// One step of SGD; `v` is null where there is no momentum.
  void sgd(float[] theta, int at, float[] g, int gAt, float[] v, int vAt, int n, SgdStep step);

  /// One step of QHAdam.
  void qhAdam(
      float[] theta,
      int at,
      float[] g,
      int gAt,
      float[] mean,
      int meanAt,
      float[] square,
      int squareAt,
      int n,
      QHAdamStep step);

  /// Σ x
  double sum(float[] x, int at, int n);

  /// max x, NaN if there is one; −∞ of nothing.
  float max(float[] x, int at, int n);

  /// out ← e^(x − shift); returns the sum of `out`. `out` may be `x`.
  double expShifted(float[] x, int at, float shift, float[] out, int outAt, int n);

  /// Σ e^(x − shift)
  double sumExpShifted(float[] x, int at, float shift, int n);

  /// Vector lanes where the JDK has them, else plain loops.
  static FloatKernels best() {
    return Chosen.KERNELS;
  }

  /// Looks for the vector module when somebody first computes.
  final class Chosen {
    private static final FloatKernels KERNELS = choose();

    private Chosen() {}

    private static FloatKernels choose() {
      if (hasVectorModule()) {
        return new LaneKernels();
      }
      System.err.println(
          "Lectern computes exp, tanh, softmax … in plain loops, several times slower: start Java"
              + " with --add-modules jdk.incubator.vector");
      return new PlainKernels();
    }

    /// Asks for a class, not for the module: whoever loads us may bring the module along only then.
    private static boolean hasVectorModule() {
      try {
        Class.forName("jdk.incubator.vector.FloatVector", false, Chosen.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }
}

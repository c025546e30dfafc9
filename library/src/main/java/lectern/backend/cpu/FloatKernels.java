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

  /// Turns a row into its softmax; `out` may be `x`.
  default void softmax(float[] x, int at, float[] out, int outAt, int n) {
    float scale = (float) (1 / expShifted(x, at, max(x, at, n), out, outAt, n));
    binary(Binary.MUL, out, outAt, scale, out, outAt, n);
  }

  /// Σ x·y
  double dot(float[] x, int xAt, float[] y, int yAt, int n);

  /// y ← γ·(x − μ)·r + β, r = 1/√(σ² + ε), for one row; writes μ and r to `statistics`.
  void layerNorm(
      float[] x,
      int at,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int yAt,
      int n,
      float[] statistics,
      int meanAt,
      int rAt);

  /// The way back through one row: writes ∂x, adds to ∂γ and ∂β; see
  /// [lectern.backend.FusedTransformers].
  void layerNormGrad(
      float[] g,
      int gAt,
      float[] x,
      int at,
      float[] gamma,
      float mean,
      float r,
      float[] dx,
      int dxAt,
      float[] dGamma,
      float[] dBeta,
      int n);

  /// Pixels of one turn of [#accumulate], or 0 where matrix products are the better way to a
  /// convolution: in plain loops, and where too few registers hold the sums.
  default int convolutionRun() {
    return 0;
  }

  /// `y[o, q] += Σₜ w[t, o]·x[taps[t] + q]` for eight o and 0 ≤ q < n, n a multiple of
  /// [#convolutionRun].
  ///
  /// @param taps where each tap's pixels begin, counted from `at`
  /// @param w eight weights for each tap
  /// @param plane the distance between the eight rows of y
  void accumulate(
      float[] x, int at, int[] taps, float[] w, int wAt, float[] y, int yAt, int plane, int n);

  /// `out[t, o] += Σ x[taps[t] + j]·g[j, o]` over j < n, for twelve taps, and `lanes` channels o,
  /// which is one or two thirds of [#convolutionRun].
  ///
  /// @param first the first of the twelve in `taps`
  /// @param width the distance between the pixels of g
  void correlate(
      float[] x,
      int at,
      int[] taps,
      int first,
      float[] g,
      int gAt,
      int width,
      int n,
      float[] out,
      int outAt,
      int lanes);

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

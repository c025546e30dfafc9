package lectern.backend.cpu;

import java.util.Optional;
import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;
import lectern.backend.Unary;
import lectern.backend.cpu.images.ConvolutionKernels;
import lectern.backend.cpu.images.WinogradKernels;
import lectern.backend.cpu.lanes.LaneKernels;

/// The float32 loops that vector lanes make several times faster. There are two of each: plain
/// loops that everybody can read, in [PlainKernels], and vector lanes where the JDK has them.
public interface FloatKernels extends NormKernels {

  /// Columns at least of a product by [#multiply].
  int NARROWEST = 8;

  /// Which ones these are, for a person.
  String describe();

  /// out ← f(x)
  void unary(Unary f, float[] x, int xAt, float[] out, int outAt, int n);

  /// z ← x ∘ y; not for comparisons.
  void binary(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n);

  /// z ← x ∘ y with one y for the whole run; not for comparisons.
  void binary(Binary f, float[] x, int xAt, float y, float[] z, int zAt, int n);

  /// z ← x ∘ y for the comparisons.
  default void compare(
      Binary f, float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    FloatBinary.compare(f, x, xAt, y, yAt, z, zAt, n);
  }

  /// z ← condition ? x : y
  default void where(
      boolean[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] ? x[xAt + i] : y[yAt + i];
    }
  }

  /// `z[i, j] ← x[i] + y[j]` for m numbers of x and n of y; `z` is neither.
  default void outerSum(float[] x, int xAt, int m, float[] y, int yAt, int n, float[] z, int zAt) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        z[zAt + i * n + j] = x[xAt + i] + y[yAt + j];
      }
    }
  }

  /// Copies rows of `n` numbers that lie `step` apart to where they lie `outStep` apart.
  default void copyRows(
      float[] x, int at, int step, float[] out, int outAt, int outStep, int n, int rows) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, at + r * step, out, outAt + r * outStep, n);
    }
  }

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

  /// Π x, in float64
  default double product(float[] x, int at, int n) {
    double product = 1;
    for (int i = at; i < at + n; i++) {
      product *= x[i];
    }
    return product;
  }

  /// max x, NaN if there is one; −∞ of nothing.
  float max(float[] x, int at, int n);

  /// out ← e^(x − shift); returns the sum of `out`. `out` may be `x`.
  double expShifted(float[] x, int at, float shift, float[] out, int outAt, int n);

  /// Turns each of some rows, at least one, into its softmax; `out` may be `x`. A NaN in a row
  /// makes all of it NaN.
  ///
  /// @param statistics where each row's maximum m and Σ e^(x − m) go, or `null`
  default void softmax(
      float[] x, int at, float[] out, int outAt, int n, int rows, float[] statistics) {
    for (int row = 0; row < rows; row++) {
      int to = outAt + row * n;
      float max = max(x, at + row * n, n);
      double sum = expShifted(x, at + row * n, max, out, to, n);
      binary(Binary.MUL, out, to, (float) (1 / sum), out, to, n);
      if (statistics != null) {
        statistics[2 * row] = max;
        statistics[2 * row + 1] = (float) sum;
      }
    }
  }

  /// out ← p·(g − Σ g·p) for each of some rows; `out` may be `g`.
  default void softmaxGrad(
      float[] g, int gAt, float[] p, int pAt, float[] out, int outAt, int n, int rows) {
    for (int row = 0; row < rows * n; row += n) {
      double sum = 0;
      for (int i = row; i < row + n; i++) {
        sum += (double) g[gAt + i] * p[pAt + i];
      }
      for (int i = row; i < row + n; i++) {
        out[outAt + i] = p[pAt + i] * (g[gAt + i] - (float) sum);
      }
    }
  }

  /// Σ x·y
  default double dot(float[] x, int at, float[] y, int yAt, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) x[at + i] * y[yAt + i];
    }
    return sum;
  }

  /// C ← A·B of matrices in the nearest cache: A `(m, k)`, B `(k, n)`, C `(m, n)` with at least
  /// [#NARROWEST] columns.
  ///
  /// @param aRow how far apart rows of A are, `aColumn` its columns; rows of B and C are neighbours
  default void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[aAt + i * aRow + p * aColumn], b[bAt + p * bRow + j], sum);
        }
        c[cAt + i * cRow + j] = sum;
      }
    }
  }

  /// The largest of each square of 2×2 pixels, and its place in the plane, the first of equals; NaN
  /// counts as largest. An odd last row or column is left out.
  ///
  /// @param at where the planes `(planes, height, width)` begin in x; `outAt`, where `(planes,
  ///   height / 2, width / 2)` begin in `out` and `places`
  /// @return how many squares are done, those at the end are not
  default int largest(
      float[] x, int at, int planes, int height, int width, float[] out, int[] places, int outAt) {
    return 0;
  }

  /// The way back of [#largest] for planes of even height and width: each square's number in its
  /// place, zeros in the other three.
  ///
  /// @param rows rows of squares, `down` in each plane, of `across` squares
  /// @return how many rows are done, those at the end are not; −1 where a place is outside its
  ///   square
  default int spread(
      float[] g,
      int at,
      int[] places,
      int placesAt,
      int rows,
      int down,
      int across,
      float[] out,
      int outAt) {
    return 0;
  }

  /// The loops of convolutions, or nothing where matrix products are the better way: in plain
  /// loops, and where too few registers hold the sums.
  default Optional<ConvolutionKernels> convolutions() {
    return Optional.empty();
  }

  /// The loops of Winograd's convolutions, where vectors have sixteen numbers.
  default Optional<WinogradKernels> winograd() {
    return Optional.empty();
  }

  /// The loops over float64 that go with these.
  default DoubleKernels doubles() {
    return new DoubleKernels() {};
  }

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

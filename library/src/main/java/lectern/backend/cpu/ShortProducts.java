package lectern.backend.cpu;

import lectern.backend.Binary;
import lectern.backend.cpu.gemm.Matrix;

/// Products that are over before a call of a library pays: of a matrix and a vector, of two
/// vectors, and of two tiny matrices. Their numbers are float32.
final class ShortProducts {

  /// Multiplications up to which two matrices are tiny.
  private static final int TINY = 1 << 12;

  /// Columns that are added up before their sum is added to the total: rounding errors then grow
  /// with the number of blocks, not of columns.
  private static final int BLOCK = 512;

  private static final FloatKernels KERNELS = FloatKernels.best();

  private ShortProducts() {}

  /// C ← A·B, rows of C as neighbours, if that is short; tells whether it is.
  ///
  /// @param a `(m, k)`
  /// @param b `(k, n)`
  /// @param c `(m, n)`
  static boolean multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
    if (!(c.data() instanceof float[] y)) {
      return false;
    }
    if (n == 1 && c.ld() == 1 && (b.transposed() || b.ld() == 1)) {
      vector(m, k, a, (float[]) b.data(), b.at(), y, c.at());
      return true;
    }
    if (m == 1 && !a.transposed()) {
      vector(n, k, b.t(), (float[]) a.data(), a.at(), y, c.at());
      return true;
    }
    if (k == 1 && !b.transposed()) {
      outer(m, n, a, (float[]) b.data(), b.at(), y, c);
      return true;
    }
    if ((long) m * n * k > TINY || n < FloatKernels.NARROWEST) {
      return false;
    }
    var right = b.transposed() ? turned(b, k, n) : b;
    KERNELS.multiply(
        m,
        n,
        k,
        (float[]) a.data(),
        a.at(),
        a.transposed() ? 1 : a.ld(),
        a.transposed() ? a.ld() : 1,
        (float[]) right.data(),
        right.at(),
        right.ld(),
        y,
        c.at(),
        c.ld());
    return true;
  }

  /// y ← A·x, A `(m, k)`
  private static void vector(int m, int k, Matrix a, float[] x, int xAt, float[] y, int yAt) {
    var rows = (float[]) a.data();
    if (!a.transposed()) {
      for (int i = 0; i < m; i++) {
        y[yAt + i] = (float) KERNELS.dot(rows, a.at() + i * a.ld(), x, xAt, k);
      }
      return;
    }
    columns(m, Math.min(k, BLOCK), a, x, xAt, y, yAt);
    var block = new float[k > BLOCK ? m : 0];
    for (int j = BLOCK; j < k; j += BLOCK) {
      columns(m, Math.min(k - j, BLOCK), a.fromColumn(j), x, xAt + j, block, 0);
      KERNELS.binary(Binary.ADD, y, yAt, block, 0, y, yAt, m);
    }
  }

  /// y ← A·x, A `(m, k)` with its columns as neighbours.
  private static void columns(int m, int k, Matrix a, float[] x, int xAt, float[] y, int yAt) {
    var columns = (float[]) a.data();
    KERNELS.binary(Binary.MUL, columns, a.at(), x[xAt], y, yAt, m);
    for (int j = 1; j < k; j++) {
      KERNELS.addScaled(x[xAt + j], columns, a.at() + j * a.ld(), y, yAt, m);
    }
  }

  /// C ← a·bᵀ
  private static void outer(int m, int n, Matrix a, float[] b, int bAt, float[] y, Matrix c) {
    var column = (float[]) a.data();
    int step = a.transposed() ? 1 : a.ld();
    for (int i = 0; i < m; i++) {
      KERNELS.binary(Binary.MUL, b, bAt, column[a.at() + i * step], y, c.at() + i * c.ld(), n);
    }
  }

  /// The same `(k, n)` with rows as neighbours.
  private static Matrix turned(Matrix b, int k, int n) {
    var columns = (float[]) b.data();
    var rows = new float[k * n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < k; i++) {
        rows[i * n + j] = columns[b.at() + j * b.ld() + i];
      }
    }
    return new Matrix(rows, 0, n);
  }
}

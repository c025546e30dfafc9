package lectern.backend.cpu.gemm;

import java.util.concurrent.CancellationException;

/// Matrix products by native libraries, called on Java arrays where they lie: large ones of float32
/// by [OneDnn] where it is there, all others by [OpenBlas].
///
/// The calls are *critical*: nothing is copied, and the garbage collector waits while one runs. So
/// that it and an interruption wait at most a tenth of a second or two, long products are made in
/// pieces of rows.
///
/// @param blas the library for everything else
record NativeGemm(OpenBlas blas) implements Gemm {

  /// Multiplications in one call; an old core does 10 thousand million a second.
  private static final long PIECE = 2_000_000_000L;

  /// Multiplications up to which OpenBLAS reads the matrices as they lie, which is as fast for
  /// these, and faster for the smallest. Both lay larger ones out anew, and oneDNN is faster.
  private static final long SMALL = 1_000_000;

  @Override
  public String describe() {
    return "%s; float32 beyond %,d multiplications: %s"
        .formatted(blas.describe(), SMALL, OneDnn.describe());
  }

  @Override
  public void multiply(
      int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    boolean floats = c.data() instanceof float[];
    boolean oneDnn = floats && (long) m * n * k > SMALL && OneDnn.isHere();
    int rows = rows(m, n, k);
    for (int row = 0; row < m; row += rows) {
      stopIfInterrupted(row);
      int count = Math.min(rows, m - row);
      var left = a.fromRow(row);
      var product = c.fromRow(row);
      if (oneDnn) {
        OneDnn.floats(count, n, k, (float) alpha, left, b, (float) beta, product);
      } else if (floats) {
        OpenBlas.floats(count, n, k, (float) alpha, left, b, (float) beta, product);
      } else {
        OpenBlas.doubles(count, n, k, alpha, left, b, beta, product);
      }
    }
  }

  /// How many rows of the product one call makes.
  static int rows(int m, int n, int k) {
    long perRow = Math.max(1, (long) n * k);
    return Math.clamp(PIECE / perRow, 1, Math.max(1, m));
  }

  private static void stopIfInterrupted(int row) {
    if (row > 0 && Thread.interrupted()) {
      throw new CancellationException("the matrix product was interrupted");
    }
  }
}

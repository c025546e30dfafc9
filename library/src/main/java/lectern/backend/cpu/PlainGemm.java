package lectern.backend.cpu;

import java.util.Arrays;

/// Matrix products in plain Java, for machines without OpenBLAS: rows of B are added to rows of C,
/// which the compiler turns into vector instructions.
///
/// @param reason why OpenBLAS is not used
record PlainGemm(String reason) implements Gemm {

  @Override
  public String describe() {
    return "plain Java loops, because " + reason;
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    var row = new float[n];
    var turned = transposeB ? transposed(b, bOffset, ldb, n, k) : b;
    int offset = transposeB ? 0 : bOffset;
    int step = transposeB ? n : ldb;
    for (int i = 0; i < m; i++) {
      Arrays.fill(row, 0);
      for (int j = 0; j < k; j++) {
        float x = a[transposeA ? aOffset + j * lda + i : aOffset + i * lda + j];
        addScaled(x, turned, offset + j * step, row, n);
      }
      int at = cOffset + i * ldc;
      for (int j = 0; j < n; j++) {
        c[at + j] = alpha * row[j] + (beta == 0 ? 0 : beta * c[at + j]);
      }
    }
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double beta,
      double[] c,
      int cOffset,
      int ldc) {
    var row = new double[n];
    var turned = transposeB ? transposed(b, bOffset, ldb, n, k) : b;
    int offset = transposeB ? 0 : bOffset;
    int step = transposeB ? n : ldb;
    for (int i = 0; i < m; i++) {
      Arrays.fill(row, 0);
      for (int j = 0; j < k; j++) {
        double x = a[transposeA ? aOffset + j * lda + i : aOffset + i * lda + j];
        addScaled(x, turned, offset + j * step, row, n);
      }
      int at = cOffset + i * ldc;
      for (int j = 0; j < n; j++) {
        c[at + j] = alpha * row[j] + (beta == 0 ? 0 : beta * c[at + j]);
      }
    }
  }

  private static void addScaled(float x, float[] from, int at, float[] to, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += x * from[at + j];
    }
  }

  private static void addScaled(double x, double[] from, int at, double[] to, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += x * from[at + j];
    }
  }

  private static float[] transposed(float[] b, int offset, int ldb, int n, int k) {
    var out = new float[n * k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        out[j * n + i] = b[offset + i * ldb + j];
      }
    }
    return out;
  }

  private static double[] transposed(double[] b, int offset, int ldb, int n, int k) {
    var out = new double[n * k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        out[j * n + i] = b[offset + i * ldb + j];
      }
    }
    return out;
  }
}

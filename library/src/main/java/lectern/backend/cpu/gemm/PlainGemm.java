package lectern.backend.cpu.gemm;

import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.cpu.Loops;

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
      int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    var loops = Loops.of(DType.ofJava(c.data()));
    var rows = b.transposed() ? turned(loops, b, k, n) : b;
    int step = a.fromColumn(1).at() - a.at();
    var sum = loops.make(n);
    for (int i = 0; i < m; i++) {
      int row = a.fromRow(i).at();
      loops.fill(sum, 0, n, 0);
      for (int j = 0; j < k; j++) {
        double x = loops.get(a.data(), row + j * step);
        loops.addScaled(x, rows.data(), rows.at() + j * rows.ld(), sum, 0, n);
      }
      int at = c.fromRow(i).at();
      if (beta == 0) {
        loops.fill(c.data(), at, n, 0);
      } else {
        loops.binary(Binary.MUL, c.data(), at, beta, c.data(), at, n);
      }
      loops.addScaled(alpha, sum, 0, c.data(), at, n);
    }
  }

  /// B `(k, n)` with its rows stored.
  private static Matrix turned(Loops loops, Matrix b, int k, int n) {
    var out = loops.make(n * k);
    for (int i = 0; i < n; i++) {
      loops.scatter(b.data(), b.fromColumn(i).at(), out, i, n, k);
    }
    return new Matrix(out, 0, n);
  }
}

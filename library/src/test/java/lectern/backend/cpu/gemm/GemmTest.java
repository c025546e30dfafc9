package lectern.backend.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import lectern.backend.DType;
import lectern.backend.cpu.Loops;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;

/// The matrix libraries against the definition, for each way of storing the operands.
final class GemmTest {

  private final RandomStream random = new RandomStream(5);

  @Test
  void theLibraryInUseAgreesWithTheDefinition() {
    check(Gemm.best());
  }

  @Test
  void plainLoopsAgreeWithTheDefinition() {
    check(new PlainGemm("a test asked for them"));
  }

  @Test
  void openBlasIsOnTheClassPathHere() {
    assertTrue(Gemm.best().describe().startsWith("OpenBLAS 0.3"), Gemm.best().describe());
  }

  @Test
  void oneDnnMakesTheLargeProductsWhereItIsKnownToRun() {
    boolean known = NativeFiles.platform().equals("linux-x86_64");
    assertEquals(known, OneDnn.isHere(), OneDnn::describe);
    var text = Gemm.best().describe();
    assertTrue(text.contains(known ? "multiplications: oneDNN 3" : "OpenBLAS too"), text);
  }

  @Test
  void theSameMatricesElsewhereGiveTheSameBits() {
    int n = 131;
    var numbers = new float[n * n];
    random.uniform(numbers, -1, 1);
    float[] first = null;
    for (int shift = 0; shift < 16; shift++) {
      var a = new float[n * n + 16];
      System.arraycopy(numbers, 0, a, shift, n * n);
      var c = new float[n * n + shift];
      Arrays.fill(c, Float.NaN); // where β is 0, what C held does not matter
      var x = new Matrix(a, shift, n);
      Gemm.best().multiply(n, n, n, 1, x, x, 0, new Matrix(c, shift, n));
      var product = Arrays.copyOfRange(c, shift, c.length);
      assertArrayEquals(first == null ? product : first, product);
      first = product;
    }
    assertFalse(Float.isNaN(first[0]));
  }

  @Test
  void longProductsAreMadeInPieces() {
    assertEquals(1, NativeGemm.rows(1, 10, 10));
    assertEquals(100, NativeGemm.rows(100, 784, 100));
    assertTrue(NativeGemm.rows(100_000, 4096, 4096) < 200);
    assertEquals(1, NativeGemm.rows(5, 50_000, 50_000));
  }

  @Test
  void anInterruptionStopsALongProductBetweenTwoPieces() {
    int n = 2000;
    int m = 700;
    var a = new float[m * n];
    var b = new float[n * n];
    var c = new float[m * n];
    Thread.currentThread().interrupt();
    assertThrows(
        CancellationException.class,
        () ->
            Gemm.best()
                .multiply(
                    m, n, n, 1, new Matrix(a, 0, n), new Matrix(b, 0, n), 0, new Matrix(c, 0, n)));
    assertFalse(Thread.interrupted(), "the flag is cleared");
  }

  private void check(Gemm gemm) {
    int[][] sizes = {
      {1, 1, 1}, {3, 4, 5}, {17, 33, 9}, {64, 5, 70}, {131, 96, 90}, {7, 600, 260}, {500, 9, 250}
    };
    for (int[] s : sizes) {
      for (int layout = 0; layout < 4; layout++) {
        for (double beta : new double[] {0, 1, 0.5}) {
          for (var type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            check(gemm, type, s[0], s[1], s[2], (layout & 1) != 0, (layout & 2) != 0, beta);
          }
        }
      }
    }
  }

  private void check(
      Gemm gemm, DType type, int m, int n, int k, boolean ta, boolean tb, double beta) {
    var loops = Loops.of(type);
    int lda = (ta ? m : k) + 2;
    int ldb = (tb ? k : n) + 1;
    int ldc = n + 3;
    var a = numbers(type, 4 + (ta ? k : m) * lda);
    var b = numbers(type, 3 + (tb ? n : k) * ldb);
    var c = numbers(type, 2 + m * ldc);
    var before = new double[2 + m * ldc];
    Arrays.setAll(before, i -> loops.get(c, i));
    gemm.multiply(
        m,
        n,
        k,
        2,
        new Matrix(a, 4, lda, ta),
        new Matrix(b, 3, ldb, tb),
        beta,
        new Matrix(c, 2, ldc));
    double allowed = (type == DType.FLOAT32 ? 2e-7 : 1e-13) * (k + 4);
    for (int i = 0; i < m; i++) {
      int row = 2 + i * ldc;
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          double left = loops.get(a, 4 + (ta ? p * lda + i : i * lda + p));
          sum += left * loops.get(b, 3 + (tb ? j * ldb + p : p * ldb + j));
        }
        assertEquals(2 * sum + beta * before[row + j], loops.get(c, row + j), allowed);
      }
      for (int j = n; j < ldc; j++) {
        assertEquals(before[row + j], loops.get(c, row + j), "outside the matrix");
      }
    }
  }

  private Object numbers(DType type, int n) {
    if (type == DType.FLOAT32) {
      var numbers = new float[n];
      random.uniform(numbers, -1, 1);
      return numbers;
    }
    var numbers = new double[n];
    random.uniform(numbers, -1, 1);
    return numbers;
  }
}

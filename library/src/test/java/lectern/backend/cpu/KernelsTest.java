package lectern.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import lectern.backend.Unary;
import lectern.backend.cpu.lanes.LaneKernels;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Vector lanes against their plain twins: everywhere, not only where networks usually are.
final class KernelsTest {

  private final PlainKernels plain = new PlainKernels();
  private final LaneKernels lanes = new LaneKernels();

  @Test
  void theLanesAreInUse() {
    assertTrue(FloatKernels.best() instanceof LaneKernels, FloatKernels.best().describe());
  }

  @ParameterizedTest
  @EnumSource(
      value = Unary.class,
      names = {
        "EXP",
        "LOG",
        "LOG1P",
        "SIN",
        "COS",
        "TANH",
        "SIGMOID",
        "SOFTPLUS",
        "SILU",
        "ERF",
        "GELU",
        "GELU_TANH",
        "SIGN"
      })
  void functionsAgreeOverTheWholeRange(Unary f) {
    var x = range();
    var expected = new float[x.length];
    var got = new float[x.length];
    plain.unary(f, x, 0, expected, 0, x.length);
    lanes.unary(f, x, 0, got, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      double off = Math.abs((double) expected[i] - got[i]);
      int at = i;
      assertTrue(
          off <= (f == Unary.GELU ? 6 : 4) * Math.ulp(expected[i])
              || off < (f == Unary.GELU_TANH ? 1e-7 : 4e-37)
              || alike(expected[i], got[i]),
          () -> "%s(%s) = %s, in lanes %s".formatted(f, x[at], expected[at], got[at]));
    }
  }

  /// Both NaN, or the same infinity.
  private static boolean alike(float a, float b) {
    return Float.compare(a, b) == 0;
  }

  @Test
  void anElementsValueDoesNotDependOnItsPlace() {
    var x = new float[100];
    new RandomStream(1).normal(x, 0, 2);
    var whole = new float[100];
    lanes.unary(Unary.EXP, x, 0, whole, 0, 100);
    for (int n = 1; n < 40; n++) {
      var part = new float[n];
      lanes.unary(Unary.EXP, x, 50, part, 0, n);
      assertArrayEquals(Arrays.copyOfRange(whole, 50, 50 + n), part);
    }
  }

  @Test
  void anExtremeNeighbourChangesNothing() {
    var x = new float[64];
    new RandomStream(2).normal(x, 0, 40);
    var alone = new float[64];
    lanes.unary(Unary.EXP, x, 0, alone, 0, 64);
    for (float extreme : new float[] {-100, 200, Float.NEGATIVE_INFINITY, Float.NaN}) {
      var y = x.clone();
      y[0] = y[17] = y[34] = y[51] = extreme;
      lanes.unary(Unary.EXP, y, 0, y, 0, 64);
      for (int i = 0; i < 64; i++) {
        boolean changed = i % 17 == 0 && i < 52;
        float expected = changed ? (float) Math.exp(extreme) : alone[i];
        assertTrue(
            changed
                ? Math.abs(expected - y[i]) <= 2 * Float.MIN_VALUE || alike(expected, y[i])
                : expected == y[i],
            y[i] + " beside " + extreme);
      }
    }
  }

  @Test
  void siluFadesOnTheLeftAndItsEndIsNoNumber() {
    float[] x = {
      -1, -86, -87.2f, -87.4f, -88, -90, -100, -103.3f, -107, -110, -1e30f, Float.NEGATIVE_INFINITY
    };
    var calm = new float[1];
    lanes.unary(Unary.SILU, new float[] {-1}, 0, calm, 0, 1);
    for (var kernels : List.of(plain, lanes)) {
      var got = new float[x.length];
      kernels.unary(Unary.SILU, x, 0, got, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        float expected = (float) Unary.SILU.apply(x[i]);
        float off = Math.abs(expected - got[i]);
        String what = "silu of %s is %s, got %s".formatted(x[i], expected, got[i]);
        assertTrue(alike(expected, got[i]) || off <= 4 * Math.ulp(expected), what);
        assertTrue(expected != 0 || alike(expected, got[i]), what);
      }
      if (kernels == lanes) {
        assertEquals(calm[0], got[0], "beside extreme ones");
      }
    }
  }

  @Test
  void sumsAndExtremesAgreeForEveryLength() {
    for (int n = 0; n < 200; n++) {
      var x = new float[n + 3];
      new RandomStream(n).normal(x, 0, 1);
      assertEquals(plain.max(x, 3, n), lanes.max(x, 3, n));
      assertEquals(plain.sum(x, 3, n), lanes.sum(x, 3, n), 1e-5);
      float most = plain.max(x, 3, n);
      var a = new float[n + 3];
      var b = new float[n + 3];
      double sumA = plain.expShifted(x, 3, most, a, 3, n);
      double sumB = lanes.expShifted(x, 3, most, b, 3, n);
      assertEquals(sumA, sumB, 1e-5 * (n + 1));
      assertArrayEquals(a, b, 1e-6f);
    }
  }

  @Test
  void softmaxOfRowsAgreesForEveryLengthAndInPlace() {
    for (int n : new int[] {1, 2, 15, 16, 17, 48, 196, 300, 5000}) {
      for (int rows = 1; rows < 6; rows++) {
        var x = new float[3 + rows * n];
        new RandomStream(n).normal(x, 0, 30);
        var expected = x.clone();
        plain.softmax(x, 3, expected, 3, n, rows, null);
        var got = new float[x.length];
        lanes.softmax(x, 3, got, 3, n, rows, null);
        System.arraycopy(x, 0, got, 0, 3);
        assertArrayEquals(expected, got, 1e-6f);
        lanes.softmax(x, 3, x, 3, n, rows, null);
        assertArrayEquals(got, x);
      }
    }
  }

  @Test
  void softmaxsGradientAgreesForEveryLength() {
    for (int n : new int[] {1, 2, 15, 16, 17, 48, 196, 5000}) {
      var g = new float[3 * n];
      var p = new float[3 * n];
      new RandomStream(n).normal(g, 0, 1);
      plain.softmax(g, 0, p, 0, n, 3, null);
      var expected = new float[3 * n];
      plain.softmaxGrad(g, 0, p, 0, expected, 0, n, 3);
      lanes.softmaxGrad(g, 0, p, 0, g, 0, n, 3);
      assertArrayEquals(expected, g, 1e-6f);
    }
  }

  @Test
  void layerNormalizationAgreesForEveryLength() {
    for (int n : new int[] {1, 2, 15, 16, 17, 48, 300}) {
      for (int rows = 1; rows < 5; rows++) {
        var x = new float[3 + rows * n];
        new RandomStream(n).normal(x, 5, 3);
        var gamma = new float[n];
        var beta = new float[n];
        new RandomStream(1).normal(gamma, 1, 1);
        new RandomStream(2).normal(beta, 0, 1);
        var expected = new float[rows * n];
        var got = new float[rows * n];
        var wanted = new float[2 * rows];
        var found = new float[2 * rows];
        plain.layerNorm(x, 3, gamma, beta, 1e-3f, expected, 0, n, rows, wanted, 0, rows);
        lanes.layerNorm(x, 3, gamma, beta, 1e-3f, got, 0, n, rows, found, 0, rows);
        assertArrayEquals(expected, got, 2e-5f);
        assertArrayEquals(wanted, found, 2e-5f);
      }
    }
  }

  @Test
  void softmaxKeepsARowsTroubleInItsRow() {
    float none = Float.NEGATIVE_INFINITY;
    var x = new float[5 * 20];
    x[7] = Float.NaN;
    Arrays.fill(x, 20, 40, none);
    Arrays.fill(x, 40, 60, none);
    x[58] = 3;
    x[61] = Float.POSITIVE_INFINITY;
    x[80] = -1e30f;
    lanes.softmax(x, 0, x, 0, 20, 5, null);
    for (int i = 0; i < 100; i++) {
      int row = i / 20;
      float expected =
          switch (row) {
            case 2 -> i == 58 ? 1 : 0;
            case 4 -> i == 80 ? 0 : 1 / 19f;
            default -> Float.NaN;
          };
      assertEquals(expected, x[i], 1e-7f, "row " + row + ", element " + i);
    }
  }

  /// Zero, denormals, all magnitudes of both signs, infinities and NaN.
  private static float[] range() {
    var out = new float[40_000];
    for (int i = 0; i < 30_000; i++) {
      out[i] = Float.intBitsToFloat((int) (i * 0xffffffffL / 30_000));
    }
    for (int i = 30_000; i < 40_000; i++) {
      out[i] = (i - 35_000) * 0.02f;
    }
    return out;
  }

  @Test
  void outerSumsWriteNothingBesideThem() {
    var x = new float[9];
    var y = new float[50];
    new RandomStream(3).normal(x, 0, 1);
    new RandomStream(4).normal(y, 0, 1);
    for (int m : new int[] {0, 1, 2, 7}) {
      for (int n : new int[] {0, 1, 5, 14, 15, 16, 17, 31, 33, 47}) {
        var expected = new float[m * n + 6];
        var got = new float[m * n + 6];
        plain.outerSum(x, 2, m, y, 3, n, expected, 4);
        lanes.outerSum(x, 2, m, y, 3, n, got, 4);
        assertArrayEquals(expected, got, m + " × " + n);
      }
    }
  }
}

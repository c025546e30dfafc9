package lectern.backend.cpu;

import static lectern.backend.Unary.COS;
import static lectern.backend.Unary.ERF;
import static lectern.backend.Unary.EXP;
import static lectern.backend.Unary.GELU;
import static lectern.backend.Unary.SILU;
import static lectern.backend.Unary.SIN;
import static lectern.backend.Unary.SOFTPLUS;
import static lectern.backend.Unary.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import lectern.backend.Binary;
import lectern.backend.Unary;
import lectern.backend.cpu.lanes.LaneKernels;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions in vector lanes against [StrictMath], in units in the last place: over all magnitudes,
/// closely where functions are used, and at special numbers. Each is computed again when it has
/// been compiled, and must give the same bits.
final class AccuracyTest {

  private static final int N = 1 << 15;

  private final LaneKernels lanes = new LaneKernels();
  private final DoubleKernels doubles = lanes.doubles();

  @ParameterizedTest
  @EnumSource(
      value = Unary.class,
      names = {"SIN", "COS"})
  void sineAndCosineAreRightWithinTwoUnits(Unary f) {
    var x = floats();
    var got = new float[N];
    lanes.unary(f, x, 0, got, 0, N);
    for (int i = 0; i < N; i++) {
      double exact = strictly(f).applyAsDouble(x[i]);
      assertNear(f + " of " + x[i], got[i], exact, 1.6);
    }
    for (int again = 0; again < 200; again++) {
      var later = new float[N];
      lanes.unary(f, x, 0, later, 0, N);
      assertArrayEquals(got, later);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {2.5f, 0.5f, -0.5f, -1, -2, 4, 5, -3, 1e-3f, 17.3f, 1e7f, 0x1p25f})
  void powersWithOneExponentAreRoundedToTheNearestOrNextFloat(float y) {
    var x = floats();
    var got = new float[N];
    lanes.binary(Binary.POW, x, 0, y, got, 0, N);
    for (int i = 0; i < N; i++) {
      double exact = StrictMath.pow(x[i], y);
      assertNear(x[i] + "^" + y, got[i], exact, 0.501);
    }
    for (int again = 0; again < 200; again++) {
      var later = new float[N];
      lanes.binary(Binary.POW, x, 0, y, later, 0, N);
      assertArrayEquals(got, later);
    }
  }

  @ParameterizedTest
  @ValueSource(
      floats = {0, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 2, 3, 1})
  void specialExponentsMeanWhatTheyMeanInJava(float y) {
    float[] x = {0, -0f, 1, -1, 0.5f, -0.5f, 2, -2, Float.NaN, Float.POSITIVE_INFINITY, -1e-3f};
    var got = new float[x.length];
    lanes.binary(Binary.POW, x, 0, y, got, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      double exact = StrictMath.pow(x[i], y);
      assertNear(x[i] + "^" + y, got[i], exact, 2.0);
    }
  }

  @Test
  void powersWithManyExponentsAreRoundedToTheNearestOrNextFloat() {
    var x = floats();
    var y = new float[N];
    new RandomStream(4).normal(y, 0, 3);
    for (int i = 0; i < N; i += 3) {
      y[i] = Math.round(y[i]);
    }
    float[] special = {0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f};
    for (int i = 0; i < 6000; i++) {
      y[5 * i] = special[i % special.length];
    }
    var got = new float[N];
    lanes.binary(Binary.POW, x, 0, y, 0, got, 0, N);
    for (int i = 0; i < N; i++) {
      double exact = StrictMath.pow(x[i], y[i]);
      assertNear(x[i] + "^" + y[i], got[i], exact, 0.501);
    }
    for (int again = 0; again < 200; again++) {
      var later = new float[N];
      lanes.binary(Binary.POW, x, 0, y, 0, later, 0, N);
      assertArrayEquals(got, later);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Unary.class,
      names = {
        "EXP",
        "LOG",
        "LOG1P",
        "TANH",
        "SIN",
        "COS",
        "SIGMOID",
        "SILU",
        "SOFTPLUS",
        "ERF",
        "GELU"
      })
  void functionsInFloat64AreRightWithinAFewUnits(Unary f) {
    var x = doubles();
    var got = new double[N];
    doubles.unary(f, x, 0, got, 0, N);
    for (int i = 0; i < N; i++) {
      double exact = strictly(f).applyAsDouble(x[i]);
      double units =
          switch (f) {
            case EXP, LOG, SIN, COS -> 1;
            case TANH -> 4;
            // Four of them are the definition's own.
            case GELU -> 8;
            default -> 3;
          };
      // The smallest numbers have fewer digits, of which silu has |x| times as many wrong.
      double allowed = Math.max(units * Math.ulp(exact), 750 * Double.MIN_VALUE);
      assertNear(f + " of " + x[i], got[i], exact, allowed);
    }
    for (int again = 0; again < 200; again++) {
      var later = new double[N];
      doubles.unary(f, x, 0, later, 0, N);
      assertArrayEquals(got, later);
    }
  }

  @Test
  void geluWayBackInFloat64IsRightWithinEightUnitsOfWhatItIsASumOf() {
    var x = doubles();
    var g = new double[N];
    new RandomStream(5).normal(g, 0, 1);
    var got = new double[N];
    doubles.geluGrad(g, 0, x, 0, got, 0, N);
    for (int i = 0; i < N; i++) {
      double exact = Binary.GELU_GRAD.apply(g[i], x[i]);
      double phi = x[i] == 0 ? 0.5 : Unary.GELU.apply(x[i]) / x[i];
      double other = Math.exp(-x[i] * x[i] / 2) / Math.sqrt(2 * Math.PI) * x[i];
      double size = g[i] * Math.max(phi, Math.abs(other));
      assertNear("slope at " + x[i], got[i], exact, 8 * Math.ulp(size) + 750 * Double.MIN_VALUE);
    }
  }

  @Test
  void anElementsValueDependsNeitherOnItsPlaceNorOnItsNeighbours() {
    var x = floats();
    var wide = doubles();
    for (var f : List.of(SIN, COS, EXP, TANH, SOFTPLUS, SILU, ERF, GELU)) {
      var whole = new float[N];
      var wholeWide = new double[N];
      lanes.unary(f, x, 0, whole, 0, N);
      doubles.unary(f, wide, 0, wholeWide, 0, N);
      for (int n = 1; n < 40; n++) {
        var part = new float[n];
        lanes.unary(f, x, N - 50, part, 0, n);
        assertArrayEquals(Arrays.copyOfRange(whole, N - 50, N - 50 + n), part);
        var partWide = new double[n];
        doubles.unary(f, wide, N - 50, partWide, 0, n);
        assertArrayEquals(Arrays.copyOfRange(wholeWide, N - 50, N - 50 + n), partWide);
      }
    }
    var slopes = new double[N];
    doubles.geluGrad(wide, 0, wide, 0, slopes, 0, N);
    for (int n = 1; n < 40; n++) {
      var part = new double[n];
      doubles.geluGrad(wide, N - 50, wide, N - 50, part, 0, n);
      assertArrayEquals(Arrays.copyOfRange(slopes, N - 50, N - 50 + n), part);
    }
    var powers = new float[N];
    lanes.binary(Binary.POW, x, 0, 2.7f, powers, 0, N);
    for (int n = 1; n < 40; n++) {
      var part = new float[n];
      lanes.binary(Binary.POW, x, N - 50, 2.7f, part, 0, n);
      assertArrayEquals(Arrays.copyOfRange(powers, N - 50, N - 50 + n), part);
    }
  }

  /// Within some units of the exact value; what is beyond all floats is infinite.
  private static void assertNear(String what, float got, double exact, double units) {
    float nearest = (float) exact;
    double unit = Math.ulp(Math.min(Math.abs(nearest), Float.MAX_VALUE));
    boolean alike = Float.compare(got, nearest) == 0;
    assertTrue(
        alike || isNear(got, exact, units * unit),
        () -> what + " is " + exact + ", in lanes " + got);
  }

  private static void assertNear(String what, double got, double exact, double allowed) {
    boolean alike = Double.compare(got, exact) == 0;
    assertTrue(
        alike || isNear(got, exact, allowed), () -> what + " is " + exact + ", in lanes " + got);
  }

  /// Zeros have a sign that must agree, and nothing is near to an infinite value.
  private static boolean isNear(double got, double exact, double allowed) {
    boolean zeros = got == 0 && exact == 0;
    return !zeros && Double.isFinite(exact) && Math.abs(got - exact) <= allowed;
  }

  private static DoubleUnaryOperator strictly(Unary f) {
    return switch (f) {
      case EXP -> StrictMath::exp;
      case LOG -> StrictMath::log;
      case LOG1P -> StrictMath::log1p;
      case TANH -> StrictMath::tanh;
      case SIN -> StrictMath::sin;
      case COS -> StrictMath::cos;
      default -> f::apply;
    };
  }

  /// All magnitudes of both signs, the neighbourhood of zero and one, and special numbers.
  private static float[] floats() {
    var out = new float[N];
    new RandomStream(3).normal(out, 0, 3);
    for (int i = 0; i < N / 2; i++) {
      out[2 * i] = Float.intBitsToFloat((int) (i * 0xffffffffL / (N / 2)));
    }
    for (int i = 0; i < 1000; i++) {
      out[8 * i + 1] = 1 + (i - 500) * 0x1p-20f;
      out[8 * i + 3] = (float) (i * Math.PI / 2);
      out[8 * i + 5] = i * 100;
    }
    float[] special = {
      0,
      -0f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE,
      1e5f,
      -1e5f,
      1e30f
    };
    System.arraycopy(special, 0, out, N - special.length - 7, special.length);
    return out;
  }

  private static double[] doubles() {
    var out = new double[N];
    new RandomStream(3).normal(out, 0, 3);
    for (int i = 0; i < N / 2; i++) {
      out[2 * i] = Double.longBitsToDouble(i * (Long.MAX_VALUE / (N / 4)));
    }
    for (int i = 0; i < 1000; i++) {
      out[8 * i + 1] = 1 + (i - 500) * 0x1p-40;
      out[8 * i + 3] = i * Math.PI / 2;
      out[8 * i + 5] = (i - 500) * 1.6;
    }
    double[] special = {
      0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      709.78,
      709.79,
      710.1,
      -745.1,
      -745.2,
      -746.1,
      -708.5,
      1e5,
      1e22,
      1e300
    };
    System.arraycopy(special, 0, out, N - special.length - 7, special.length);
    return out;
  }
}

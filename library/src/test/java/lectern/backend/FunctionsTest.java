package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;

/// The error function and its kin against sixty digits, in units in the last place.
final class FunctionsTest {

  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal PI =
      new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459");
  private static final BigDecimal SQRT_PI = PI.sqrt(DIGITS);
  private static final BigDecimal SQRT_2 = TWO.sqrt(DIGITS);

  @Test
  void erfIsRightWithinOneAndAHalfUnits() {
    assertRight(Functions::erf, x -> ONE.subtract(erfc(x)), -6.5, 6.5, 1.5);
    assertRight(Functions::erf, FunctionsTest::series, -1e-3, 1e-3, 1.5);
    assertRight(Functions::erf, FunctionsTest::series, -1e-300, 1e-300, 1.5);
    assertUnits(1.9445, Functions::erf, x -> ONE.subtract(erfc(x)), 1.5);
  }

  @Test
  void erfcIsRightWithinFourUnitsAsLongAsItIsNormal() {
    assertRight(Functions::erfc, FunctionsTest::erfc, -6, 3, 4);
    assertRight(Functions::erfc, FunctionsTest::erfc, 0.4, 2.1, 4);
    assertRight(Functions::erfc, FunctionsTest::erfc, 3, 26.5, 4);
  }

  @Test
  void geluIsRightWithinFiveUnitsAsLongAsItIsNormal() {
    assertRight(Unary.GELU::apply, FunctionsTest::gelu, -3, 9, 5);
    assertRight(Unary.GELU::apply, FunctionsTest::gelu, -37.5, -3, 5);
    assertRight(Unary.GELU::apply, FunctionsTest::gelu, -1e-3, 1e-3, 5);
  }

  @Test
  void theNormalDensityIsRightWithinThreeUnits() {
    UnaryOperator<BigDecimal> exact =
        x -> bell(x.divide(SQRT_2, DIGITS)).divide(SQRT_PI.multiply(SQRT_2), DIGITS);
    assertRight(Functions::normalDensity, exact, -37, 37, 3);
  }

  @Test
  void geluWayBackIsRightWithinFiveUnitsOfWhatItIsASumOf() {
    for (double x : numbers(-37, 9)) {
      var exact = geluSlope(new BigDecimal(x));
      double size = Math.max(Functions.phi(x), Math.abs(x) * Functions.normalDensity(x));
      double off = exact.subtract(new BigDecimal(Binary.GELU_GRAD.apply(1, x))).doubleValue();
      assertTrue(Math.abs(off) <= 5 * Math.ulp(size), () -> "the slope at " + x + " is " + exact);
    }
  }

  @Test
  void theEndsAreExact() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(1, Functions.erf(infinity));
    assertEquals(-1, Functions.erf(-infinity));
    assertEquals(Double.NaN, Functions.erf(Double.NaN));
    assertEquals(0.0, Functions.erf(0.0));
    assertEquals(-0.0, Functions.erf(-0.0));
    assertEquals(Double.MIN_VALUE, Functions.erf(Double.MIN_VALUE));
    assertEquals(-3 * Double.MIN_VALUE, Functions.erf(-3 * Double.MIN_VALUE));
    assertEquals(1, Functions.erf(Double.MAX_VALUE));
    assertEquals(0, Functions.erfc(infinity));
    assertEquals(2, Functions.erfc(-infinity));
    assertEquals(1, Functions.erfc(-0.0));
    assertEquals(Double.NaN, Functions.erfc(Double.NaN));
    assertEquals(0, Functions.erfc(28));
    assertEquals(1, Functions.phi(infinity));
    assertEquals(0, Functions.phi(-infinity));
    assertEquals(0.5, Functions.phi(-0.0));
    assertEquals(Double.NaN, Functions.phi(Double.NaN));
    assertEquals(0, Functions.normalDensity(-infinity));
    assertEquals(0, Functions.normalDensity(Double.MAX_VALUE));
    assertEquals(Double.NaN, Functions.normalDensity(Double.NaN));
  }

  @Test
  void geluByTanhHasASlopeWhereTheSquareOverflows() {
    assertEquals(3, Binary.GELU_TANH_GRAD.apply(3, 1e200));
    assertEquals(3, Binary.GELU_TANH_GRAD.apply(3, Double.MAX_VALUE));
    assertEquals(0, Binary.GELU_TANH_GRAD.apply(3, -Double.MAX_VALUE));
    assertEquals(Double.NaN, Binary.GELU_TANH_GRAD.apply(3, Double.NEGATIVE_INFINITY));
  }

  @Test
  void whatIsSmallerThanNormalIsRightToItsLastDigits() {
    for (double x = 26.55; x < 27.2; x += 0.01) {
      double exact = erfc(new BigDecimal(x)).doubleValue();
      assertEquals(exact, Functions.erfc(x), 4 * Double.MIN_VALUE + 1e-15 * exact);
    }
  }

  private static void assertRight(
      DoubleUnaryOperator f,
      UnaryOperator<BigDecimal> exact,
      double from,
      double to,
      double units) {
    for (double x : numbers(from, to)) {
      assertUnits(x, f, exact, units);
    }
  }

  private static double[] numbers(double from, double to) {
    var x = new double[1500];
    new RandomStream(11).uniform(x, from, to);
    return x;
  }

  private static void assertUnits(
      double x, DoubleUnaryOperator f, UnaryOperator<BigDecimal> exact, double units) {
    var value = exact.apply(new BigDecimal(x));
    double got = f.applyAsDouble(x);
    var unit = new BigDecimal(Math.ulp(value.doubleValue()));
    double off = value.subtract(new BigDecimal(got)).divide(unit, DIGITS).doubleValue();
    assertTrue(
        Math.abs(off) <= units,
        () -> "f(%s) is %s, %.2f units from %s".formatted(x, got, off, value.doubleValue()));
  }

  private static BigDecimal gelu(BigDecimal x) {
    return x.multiply(phi(x));
  }

  private static BigDecimal geluSlope(BigDecimal x) {
    var z = x.divide(SQRT_2, DIGITS);
    return phi(x).add(z.multiply(bell(z)).divide(SQRT_PI, DIGITS));
  }

  private static BigDecimal phi(BigDecimal x) {
    return erfc(x.negate().divide(SQRT_2, DIGITS)).divide(TWO, DIGITS);
  }

  /// The series near zero, where its terms cancel no more than twenty digits; beyond, the fraction.
  private static BigDecimal erfc(BigDecimal x) {
    if (x.doubleValue() < 4) {
      return x.doubleValue() < -4 ? TWO.subtract(erfc(x.negate())) : ONE.subtract(series(x));
    }
    var fraction = x;
    for (int n = 120; n >= 1; n--) {
      fraction = x.add(BigDecimal.valueOf(0.5 * n).divide(fraction, DIGITS));
    }
    return bell(x).divide(SQRT_PI.multiply(fraction), DIGITS);
  }

  /// 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹/(n!(2n + 1))
  private static BigDecimal series(BigDecimal x) {
    var square = x.multiply(x, DIGITS).negate();
    var power = x;
    var sum = x;
    for (int n = 1; n < 150; n++) {
      power = power.multiply(square).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(2 * n + 1), DIGITS), DIGITS);
    }
    return sum.multiply(TWO).divide(SQRT_PI, DIGITS);
  }

  /// e^(−x²) as 1/(e^(x²/4096))⁴⁰⁹⁶
  private static BigDecimal bell(BigDecimal x) {
    var small = x.multiply(x, DIGITS).divide(BigDecimal.valueOf(4096), DIGITS);
    var sum = ONE;
    for (int n = 40; n >= 1; n--) {
      sum = ONE.add(sum.multiply(small).divide(BigDecimal.valueOf(n), DIGITS));
    }
    return ONE.divide(sum.pow(4096, DIGITS), DIGITS);
  }
}

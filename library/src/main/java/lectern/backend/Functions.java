package lectern.backend;

/// Functions that java.lang.Math lacks, in float64.
final class Functions {

  private static final double SQRT_PI = 1.772453850905516;

  /// 2/√π, the slope of erf at 0, and what rounding it has lost.
  private static final double SLOPE = 1.1283791670955126;

  private static final double SLOPE_REST = 1.533545961316588e-17;

  /// √½ and what rounding it has lost.
  private static final double SQRT_HALF = 0.7071067811865476;

  private static final double SQRT_HALF_REST = -4.833646656726457e-17;

  /// 1/√(2π)
  private static final double DENSITY = 0.3989422804014327;

  private static final double GELU_SCALE = Math.sqrt(2 / Math.PI);

  private Functions() {}

  /// 1/(1 + e⁻ˣ), without overflow on either side.
  static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double e = Math.exp(x);
    return e / (1 + e);
  }

  /// erf x, to one and a half units in the last place.
  static double erf(double x) {
    double size = Math.abs(x);
    if (size < 0.9) {
      return Math.fma(SLOPE, x, x * bend(x));
    }
    return Math.copySign(1 - erfc(size), x);
  }

  /// 1 − erf x, to four units in the last place as long as it is a normal number, which it is below
  /// 26.5.
  ///
  /// erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), Abramowitz and Stegun
  /// 7.1.14. The smaller x, the more steps its fraction takes.
  static double erfc(double x) {
    if (Math.abs(x) < 0.9) {
      return Math.fma(-bend(x), x, Math.fma(-SLOPE, x, 1));
    }
    if (x < 0) {
      return 2 - erfc(-x);
    }
    double fraction = x;
    for (int n = 20 + (int) (200 / (x * x)); n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return bell(1, x) / (SQRT_PI * fraction);
  }

  /// What is left of erf(x)/x when 2/√π as it is rounded is taken away, for |x| < 0.9.
  ///
  /// erf x = 2/√π · (x − x³/(1!·3) + x⁵/(2!·5) − …), Abramowitz and Stegun 7.1.5. The small terms
  /// are added first: 1 − x²·(1/3 − x²/2·(1/5 − x²/3·(1/7 − …))).
  private static double bend(double x) {
    double square = x * x;
    double rest = 0;
    for (int n = 20; n >= 1; n--) {
      rest = Math.fma(-square / (n + 1), rest, 1.0 / (2 * n + 1));
    }
    return Math.fma(-SLOPE, square * rest, SLOPE_REST);
  }

  /// e^(−scale·x²) for a scale of 1 or 1/2. In a large square rounding has lost more than e^(−x²)
  /// can do without; it is brought back by e^(−lost) = 1 − lost.
  private static double bell(double scale, double x) {
    double size = Math.min(Math.abs(x), 40); // where it is 0
    double square = scale * size * size;
    double lost = Math.fma(scale * size, size, -square);
    double e = Math.exp(-square);
    return Math.fma(-lost, e, e);
  }

  /// Φ(x), the chance that a standard normal number is below x: erfc(−x/√2)/2.
  ///
  /// What rounding x/√2 has lost is brought back by erfc's derivative, −2/√π · e^(−z²).
  static double phi(double x) {
    if (Math.abs(x) > 40) {
      return x > 0 ? 1 : 0;
    }
    double z = -x * SQRT_HALF;
    double lost = Math.fma(-x, SQRT_HALF, -z) - x * SQRT_HALF_REST;
    return 0.5 * erfc(z) - lost * bell(1, z) / SQRT_PI;
  }

  /// φ(x) = e^(−x²/2)/√(2π)
  static double normalDensity(double x) {
    return bell(0.5, x) * DENSITY;
  }

  static double geluArgument(double x) {
    return GELU_SCALE * (x + 0.044715 * x * x * x);
  }

  static double geluTanhDerivative(double x) {
    double u = geluArgument(x);
    double s = sigmoid(2 * u);
    // Where x² may be infinite, σ(2u) has long been 0 or 1, and the slope does not matter.
    double slope = GELU_SCALE * (1 + 3 * 0.044715 * Math.min(x * x, 1e4));
    return s + s * x * sigmoid(-2 * u) * 2 * slope;
  }
}

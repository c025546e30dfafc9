package lectern.backend;

/// Functions that java.lang.Math lacks, in float64.
final class Functions {

  private static final double SQRT_PI = Math.sqrt(Math.PI);
  private static final double SQRT_2 = Math.sqrt(2);
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

  /// Abramowitz and Stegun 7.1.6 near zero, 1 − erfc elsewhere.
  static double erf(double x) {
    double size = Math.abs(x);
    if (size < 2) {
      return erfSeries(x);
    }
    return Math.copySign(1 - erfcFraction(size), x);
  }

  /// 1 − erf(x), exact in the tail as well.
  static double erfc(double x) {
    return x < 2 ? 1 - erf(x) : erfcFraction(x);
  }

  /// 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n + 1)): all terms have one sign, so none cancel.
  private static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / SQRT_PI * Math.exp(-x * x) * sum;
  }

  /// e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), Abramowitz and Stegun 7.1.14.
  private static double erfcFraction(double x) {
    if (x > 28) {
      return 0;
    }
    double tail = x;
    for (int n = 120; n >= 1; n--) {
      tail = x + n / 2.0 / tail;
    }
    return Math.exp(-x * x) / (SQRT_PI * tail);
  }

  /// Φ(x), the chance that a standard normal number is below x.
  static double phi(double x) {
    return 0.5 * erfc(-x / SQRT_2);
  }

  /// φ(x) = e^(−x²/2)/√(2π)
  static double normalDensity(double x) {
    return Math.exp(-x * x / 2) / (SQRT_PI * SQRT_2);
  }

  static double geluArgument(double x) {
    return GELU_SCALE * (x + 0.044715 * x * x * x);
  }

  static double geluTanhDerivative(double x) {
    double u = geluArgument(x);
    double s = sigmoid(2 * u);
    double slope = GELU_SCALE * (1 + 3 * 0.044715 * x * x);
    return s * (1 + 2 * x * sigmoid(-2 * u) * slope);
  }
}

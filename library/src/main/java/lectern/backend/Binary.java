package lectern.backend;

import java.util.function.DoubleBinaryOperator;

/// Functions of two numbers, with their definition in float64. Comparisons give 1 or 0 and BOOL
/// arrays. The last group are derivatives times a gradient, computed in one pass.
@SuppressWarnings("ImmutableEnumChecker") // the definitions are lambdas without state
public enum Binary {
  ADD((a, b) -> a + b),
  SUB((a, b) -> a - b),
  MUL((a, b) -> a * b),
  DIV((a, b) -> a / b),
  POW(Math::pow),
  MAX(Math::max),
  MIN(Math::min),
  /// x where x > 0, else slope·x
  LEAKY_RELU((x, slope) -> x > 0 ? x : slope * x),

  EQ((a, b) -> a == b ? 1 : 0),
  NE((a, b) -> a != b ? 1 : 0),
  LT((a, b) -> a < b ? 1 : 0),
  LE((a, b) -> a <= b ? 1 : 0),
  GT((a, b) -> a > b ? 1 : 0),
  GE((a, b) -> a >= b ? 1 : 0),

  /// g·(1 − y²), y = tanh x
  TANH_GRAD((g, y) -> g * (1 - y * y)),
  /// g·y(1 − y), y = σ(x)
  SIGMOID_GRAD((g, y) -> g * y * (1 - y)),
  /// g where y > 0, else 0; y = relu x
  RELU_GRAD((g, y) -> y > 0 ? g : 0),
  /// g·(Φ(x) + x·φ(x))
  GELU_GRAD((g, x) -> g * (Functions.phi(x) + x * Functions.normalDensity(x))),
  /// g times the derivative of GELU's tanh form at x
  GELU_TANH_GRAD((g, x) -> g * Functions.geluTanhDerivative(x)),
  /// g·σ(x)(1 + x(1 − σ(x)))
  SILU_GRAD(
      (g, x) -> {
        double s = Functions.sigmoid(x);
        return g * s * (1 + x * (1 - s));
      });

  private final DoubleBinaryOperator definition;

  Binary(DoubleBinaryOperator definition) {
    this.definition = definition;
  }

  /// The function's value in float64.
  public double apply(double a, double b) {
    return definition.applyAsDouble(a, b);
  }

  /// Whether the result is a truth value, so that the array is BOOL.
  public boolean isComparison() {
    return this.compareTo(EQ) >= 0 && this.compareTo(GE) <= 0;
  }
}

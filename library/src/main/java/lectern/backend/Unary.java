package lectern.backend;

import java.util.function.DoubleUnaryOperator;

/// Functions of one number, with their definition in float64. Backends may compute them otherwise,
/// as long as the results agree to the stated digits.
@SuppressWarnings("ImmutableEnumChecker") // the definitions are lambdas without state
public enum Unary {
  NEG(x -> -x),
  ABS(Math::abs),
  SIGN(Math::signum),
  EXP(Math::exp),
  LOG(Math::log),
  LOG1P(Math::log1p),
  SQRT(Math::sqrt),
  /// 1/√x
  RSQRT(x -> 1 / Math.sqrt(x)),
  SQUARE(x -> x * x),
  /// 1/x
  RECIPROCAL(x -> 1 / x),
  SIN(Math::sin),
  COS(Math::cos),
  TANH(Math::tanh),
  /// σ(x) = 1/(1 + e⁻ˣ)
  SIGMOID(Functions::sigmoid),
  /// max(x, 0); NaN stays NaN
  RELU(x -> x <= 0 ? 0 : x),
  /// ln(1 + eˣ)
  SOFTPLUS(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  /// x·σ(x)
  SILU(x -> x * Functions.sigmoid(x)),
  /// erf(x) = 2/√π ∫₀ˣ e^(−t²) dt
  ERF(Functions::erf),
  /// x·Φ(x), Φ the normal distribution
  GELU(x -> x * Functions.phi(x)),
  /// x/2·(1 + tanh u) = x·σ(2u), u = √(2/π)(x + 0.044715 x³)
  GELU_TANH(x -> x * Functions.sigmoid(2 * Functions.geluArgument(x))),
  FLOOR(Math::floor),
  CEIL(Math::ceil),
  /// To the nearest integer, halves to the even one.
  ROUND(Math::rint);

  private final DoubleUnaryOperator definition;

  Unary(DoubleUnaryOperator definition) {
    this.definition = definition;
  }

  /// The function's value in float64.
  public double apply(double x) {
    return definition.applyAsDouble(x);
  }
}

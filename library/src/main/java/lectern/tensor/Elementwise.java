package lectern.tensor;

import lectern.backend.Binary;
import lectern.backend.Unary;

/// Functions of each element: g stands for the gradient of the result y.
///
/// Where a backend has the product of g and the derivative in one pass, the rule uses that, and its
/// composition only when it is recorded itself.
///
/// @shape `(…)` → `(…)`
@SuppressWarnings("InvalidBlockTag") // @shape
public sealed interface Elementwise permits Tensor {

  /// The input: integers count as real numbers here.
  private Tensor real() {
    return Operands.floating((Tensor) this);
  }

  private static Tensor fused(Binary gradient, Tensor g, Tensor other) {
    return new Tensor(g.backend().binary(gradient, g.array(), other.array()));
  }

  /// y = |x|; ∂x = g·sign x
  default Tensor abs() {
    var x = (Tensor) this;
    return Op.record("abs", Operands.unary(Unary.ABS, x), x, g -> g.mul(x.sign())).saves(x);
  }

  /// −1, 0 or 1, NaN of NaN; no gradient
  default Tensor sign() {
    return Op.result("sign", Operands.unary(Unary.SIGN, (Tensor) this).array());
  }

  /// y = eˣ; ∂x = g·y
  default Tensor exp() {
    var x = real();
    var y = Operands.unary(Unary.EXP, x);
    return Op.record("exp", y, x, g -> g.mul(y)).saves(y);
  }

  /// y = ln x; ∂x = g/x
  default Tensor log() {
    var x = real();
    return Op.record("log", Operands.unary(Unary.LOG, x), x, g -> g.div(x)).saves(x);
  }

  /// y = ln(1 + x); ∂x = g/(1 + x)
  default Tensor log1p() {
    var x = real();
    return Op.record("log1p", Operands.unary(Unary.LOG1P, x), x, g -> g.div(x.add(1))).saves(x);
  }

  /// y = √x; ∂x = g/(2y)
  default Tensor sqrt() {
    var x = real();
    var y = Operands.unary(Unary.SQRT, x);
    return Op.record("sqrt", y, x, g -> g.div(y).mul(0.5)).saves(y);
  }

  /// y = 1/√x; ∂x = −g·y³/2
  default Tensor rsqrt() {
    var x = real();
    var y = Operands.unary(Unary.RSQRT, x);
    return Op.record("rsqrt", y, x, g -> g.mul(y.square().mul(y)).mul(-0.5)).saves(y);
  }

  /// y = 1/x; ∂x = −g·y²
  default Tensor reciprocal() {
    var x = real();
    var y = Operands.unary(Unary.RECIPROCAL, x);
    return Op.record("reciprocal", y, x, g -> g.mul(y.square()).neg()).saves(y);
  }

  /// y = sin x; ∂x = g·cos x
  default Tensor sin() {
    var x = real();
    return Op.record("sin", Operands.unary(Unary.SIN, x), x, g -> g.mul(x.cos())).saves(x);
  }

  /// y = cos x; ∂x = −g·sin x
  default Tensor cos() {
    var x = real();
    return Op.record("cos", Operands.unary(Unary.COS, x), x, g -> g.mul(x.sin()).neg()).saves(x);
  }

  /// y = tanh x; ∂x = g·(1 − y²)
  default Tensor tanh() {
    var x = real();
    var y = Operands.unary(Unary.TANH, x);
    Rule rule = g -> Mode.isRecording() ? g.mul(y.square().rsub(1)) : fused(Binary.TANH_GRAD, g, y);
    return Op.record("tanh", y, x, rule).saves(y);
  }

  /// y = 1/(1 + e⁻ˣ); ∂x = g·y(1 − y)
  default Tensor sigmoid() {
    var x = real();
    var y = Operands.unary(Unary.SIGMOID, x);
    Rule rule =
        g -> Mode.isRecording() ? g.mul(y.mul(y.rsub(1))) : fused(Binary.SIGMOID_GRAD, g, y);
    return Op.record("sigmoid", y, x, rule).saves(y);
  }

  /// y = max(x, 0); ∂x = g where x > 0, else 0
  default Tensor relu() {
    var x = (Tensor) this;
    var y = Operands.unary(Unary.RELU, x);
    Rule rule = g -> Mode.isRecording() ? within(y.gt(0), g) : fused(Binary.RELU_GRAD, g, y);
    return Op.record("relu", y, x, rule).saves(y);
  }

  /// y = x where x > 0, else slope·x; ∂x = g or slope·g
  default Tensor leakyRelu(double slope) {
    var x = real();
    var y = Operands.binary(Binary.LEAKY_RELU, x, slope);
    return Op.record("leakyRelu", y, x, g -> Tensor.where(x.gt(0), g, g.mul(slope))).saves(x);
  }

  /// y = ln(1 + eˣ); ∂x = g·σ(x)
  default Tensor softplus() {
    var x = real();
    var y = Operands.unary(Unary.SOFTPLUS, x);
    return Op.record("softplus", y, x, g -> g.mul(x.sigmoid())).saves(x);
  }

  /// y = x·σ(x); ∂x = g·σ(x)(1 + x(1 − σ(x)))
  default Tensor silu() {
    var x = real();
    var y = Operands.unary(Unary.SILU, x);
    Rule rule =
        g -> {
          if (!Mode.isRecording()) {
            return fused(Binary.SILU_GRAD, g, x);
          }
          var s = x.sigmoid();
          return g.mul(s.mul(x.mul(s.rsub(1)).add(1)));
        };
    return Op.record("silu", y, x, rule).saves(x);
  }

  /// y = 2/√π ∫₀ˣ e^(−t²) dt; ∂x = g·2/√π·e^(−x²)
  default Tensor erf() {
    var x = real();
    var y = Operands.unary(Unary.ERF, x);
    double scale = 2 / Math.sqrt(Math.PI);
    return Op.record("erf", y, x, g -> g.mul(x.square().neg().exp()).mul(scale)).saves(x);
  }

  /// y = x·Φ(x), Φ the normal distribution; ∂x = g·(Φ(x) + x·φ(x)). D. Hendrycks, K. Gimpel 2016.
  default Tensor gelu() {
    var x = real();
    var y = Operands.unary(Unary.GELU, x);
    Rule rule =
        g -> {
          if (!Mode.isRecording()) {
            return fused(Binary.GELU_GRAD, g, x);
          }
          var phi = x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5);
          var density = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
          return g.mul(phi.add(x.mul(density)));
        };
    return Op.record("gelu", y, x, rule).saves(x);
  }

  /// GELU by tanh, y = x/2·(1 + tanh u), u = √(2/π)(x + 0.044715x³), as GPT-2 has it; ∂x = g·((1 +
  /// tanh u)/2 + x/2·(1 − tanh² u)·u')
  default Tensor geluTanh() {
    var x = real();
    var y = Operands.unary(Unary.GELU_TANH, x);
    double scale = Math.sqrt(2 / Math.PI);
    Rule rule =
        g -> {
          if (!Mode.isRecording()) {
            return fused(Binary.GELU_TANH_GRAD, g, x);
          }
          var t = x.add(x.pow(3).mul(0.044715)).mul(scale).tanh();
          // Further out 1 − tanh² u is 0, and an infinite slope would make it no number.
          var slope = x.clamp(-100, 100).square().mul(3 * 0.044715).add(1).mul(scale);
          return g.mul(t.add(1).add(x.mul(t.square().rsub(1)).mul(slope)).mul(0.5));
        };
    return Op.record("geluTanh", y, x, rule).saves(x);
  }

  /// y = min(max(x, low), high); ∂x = g where low ≤ x ≤ high, else 0. At the bounds themselves
  /// PyTorch gives g or 0, depending on its version. Integers become real where a bound is not
  /// whole.
  default Tensor clamp(double low, double high) {
    boolean whole = low == Math.rint(low) && high == Math.rint(high);
    var x = whole ? (Tensor) this : real();
    var y = Operands.binary(Binary.MAX, x, low);
    x.backend().update(Binary.MIN, y.array(), Operands.scalar(y, high).array());
    return Op.record("clamp", y, x, g -> within(x.ge(low), within(x.le(high), g))).saves(x);
  }

  /// g where the condition holds, else 0, also where g is infinite.
  private static Tensor within(Tensor condition, Tensor g) {
    return Tensor.where(condition, g, Operands.scalar(g, 0));
  }

  /// The largest integer ≤ x; no gradient (in PyTorch zeros)
  default Tensor floor() {
    return Op.result("floor", Operands.unary(Unary.FLOOR, real()).array());
  }

  /// The smallest integer ≥ x; no gradient (in PyTorch zeros)
  default Tensor ceil() {
    return Op.result("ceil", Operands.unary(Unary.CEIL, real()).array());
  }

  /// The nearest integer, halves to the even one; no gradient (in PyTorch zeros)
  default Tensor round() {
    return Op.result("round", Operands.unary(Unary.ROUND, real()).array());
  }
}

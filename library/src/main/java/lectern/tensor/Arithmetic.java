package lectern.tensor;

import lectern.backend.Binary;
import lectern.backend.Unary;

/// Sums, products and powers, element by element with broadcasting: g stands for the gradient of
/// the result. Operands of different types meet in the larger one (FLOAT64 over FLOAT32 over
/// integers).
///
/// @shape `(…)`, `(…)` → their common broadcast shape
@SuppressWarnings("InvalidBlockTag") // @shape
public sealed interface Arithmetic permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /// y = a + b; ∂a = g, ∂b = g
  default Tensor add(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    return Op.record("add", Operands.binary("add", Binary.ADD, a, b), a, g -> g, b, g -> g);
  }

  /// y = a + s; ∂a = g
  default Tensor add(double s) {
    var a = Operands.suited(self(), s);
    return Op.record("add", Operands.binary(Binary.ADD, a, s), a, g -> g);
  }

  /// y = a − b; ∂a = g, ∂b = −g
  default Tensor sub(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    var y = Operands.binary("sub", Binary.SUB, a, b);
    return Op.record("sub", y, a, g -> g, b, g -> g.neg());
  }

  /// y = a − s; ∂a = g
  default Tensor sub(double s) {
    var a = Operands.suited(self(), s);
    return Op.record("sub", Operands.binary(Binary.SUB, a, s), a, g -> g);
  }

  /// y = s − a; ∂a = −g
  default Tensor rsub(double s) {
    var a = Operands.suited(self(), s);
    return Op.record("rsub", Operands.binary(Binary.SUB, s, a), a, g -> g.neg());
  }

  /// y = a·b; ∂a = g·b, ∂b = g·a
  default Tensor mul(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    var y = Operands.binary("mul", Binary.MUL, a, b);
    return Op.record("mul", y, a, g -> g.mul(b), b, g -> g.mul(a)).saves(a, b);
  }

  /// y = a·s; ∂a = g·s
  default Tensor mul(double s) {
    var a = Operands.suited(self(), s);
    return Op.record("mul", Operands.binary(Binary.MUL, a, s), a, g -> g.mul(s));
  }

  /// y = a/b; ∂a = g/b, ∂b = −g·y/b
  default Tensor div(Tensor that) {
    var a = Operands.floating(Operands.common(self(), that));
    var b = Operands.floating(Operands.common(that, self()));
    var y = Operands.binary("div", Binary.DIV, a, b);
    return Op.record("div", y, a, g -> g.div(b), b, g -> g.mul(y).div(b).neg()).saves(y, b);
  }

  /// y = a/s; ∂a = g/s
  default Tensor div(double s) {
    var a = Operands.floating(self());
    return Op.record("div", Operands.binary(Binary.DIV, a, s), a, g -> g.div(s));
  }

  /// y = s/a; ∂a = −g·y/a
  default Tensor rdiv(double s) {
    var a = Operands.floating(self());
    var y = Operands.binary(Binary.DIV, s, a);
    return Op.record("rdiv", y, a, g -> g.mul(y).div(a).neg()).saves(y, a);
  }

  /// y = −a; ∂a = −g
  default Tensor neg() {
    var a = self();
    return Op.record("neg", Operands.unary(Unary.NEG, a), a, g -> g.neg());
  }

  /// y = aᵖ; ∂a = g·p·aᵖ⁻¹
  default Tensor pow(double p) {
    var a = Operands.suited(self(), p);
    var y = Operands.binary(Binary.POW, a, p);
    Rule rule = g -> p == 0 ? Tensor.zerosLike(g) : g.mul(a.pow(p - 1).mul(p));
    return Op.record("pow", y, a, rule).saves(a);
  }

  /// y = aᵇ; ∂a = g·b·aᵇ⁻¹, ∂b = g·y·ln a, and 0 where a = 0 ≤ b
  default Tensor pow(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    var y = Operands.binary("pow", Binary.POW, a, b);
    return Op.record(
            "pow",
            y,
            a,
            g -> {
              // 0⁰ is flat: 0·0⁻¹ would be no number.
              var flat = a.eq(0).and(b.eq(0));
              return g.mul(b).mul(a.pow(Tensor.where(flat, b, b.sub(1))));
            },
            b,
            g -> {
              var flat = a.eq(0).and(b.ge(0));
              return g.mul(y).mul(Tensor.where(flat, Tensor.onesLike(a), a).log());
            })
        .saves(a, b)
        .saves(y);
  }

  /// y = a², ∂a = 2g·a
  default Tensor square() {
    var a = self();
    var y = Operands.unary(Unary.SQUARE, a);
    return Op.record("square", y, a, g -> g.mul(a).mul(2)).saves(a);
  }

  /// y = max(a, b); the larger one gets g, equals get half each
  default Tensor maximum(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    var y = Operands.binary("maximum", Binary.MAX, a, b);
    return Op.record("maximum", y, a, g -> share(g, a.gt(b), a, b), b, g -> share(g, b.gt(a), a, b))
        .saves(a, b);
  }

  /// y = min(a, b); the smaller one gets g, equals get half each
  default Tensor minimum(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    var y = Operands.binary("minimum", Binary.MIN, a, b);
    return Op.record("minimum", y, a, g -> share(g, a.lt(b), a, b), b, g -> share(g, b.lt(a), a, b))
        .saves(a, b);
  }

  /// g for the winner, half of it for equals, 0 else, also where g is infinite.
  private static Tensor share(Tensor g, Tensor wins, Tensor a, Tensor b) {
    return Tensor.where(wins, g, Tensor.where(a.eq(b), g.mul(0.5), Operands.scalar(g, 0)));
  }
}

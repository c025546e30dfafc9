package lectern.backend.cpu.lanes;

import static lectern.backend.cpu.lanes.Polynomials.E2;
import static lectern.backend.cpu.lanes.Polynomials.E3;
import static lectern.backend.cpu.lanes.Polynomials.E4;
import static lectern.backend.cpu.lanes.Polynomials.E5;
import static lectern.backend.cpu.lanes.Polynomials.E6;
import static lectern.backend.cpu.lanes.Polynomials.L0;
import static lectern.backend.cpu.lanes.Polynomials.L1;
import static lectern.backend.cpu.lanes.Polynomials.L2;
import static lectern.backend.cpu.lanes.Polynomials.L3;
import static lectern.backend.cpu.lanes.Polynomials.L4;
import static lectern.backend.cpu.lanes.Polynomials.L5;
import static lectern.backend.cpu.lanes.Polynomials.L6;
import static lectern.backend.cpu.lanes.Polynomials.L7;
import static lectern.backend.cpu.lanes.Polynomials.L8;
import static lectern.backend.cpu.lanes.Polynomials.LN2;
import static lectern.backend.cpu.lanes.Polynomials.LN2_REST;
import static lectern.backend.cpu.lanes.Polynomials.LOG2E;
import static lectern.backend.cpu.lanes.Polynomials.MAGIC;
import static lectern.backend.cpu.lanes.Polynomials.MAGIC_BITS;
import static lectern.backend.cpu.lanes.Polynomials.ONE_BITS;
import static lectern.backend.cpu.lanes.Polynomials.T0;
import static lectern.backend.cpu.lanes.Polynomials.T1;
import static lectern.backend.cpu.lanes.Polynomials.T2;
import static lectern.backend.cpu.lanes.Polynomials.T3;
import static lectern.backend.cpu.lanes.Polynomials.T4;
import static lectern.backend.cpu.lanes.Polynomials.T5;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Exponential functions. The same few lines of e^x stand in each, because a method of their own
/// would not be inlined. `n` is a multiple of the lanes.
final class Exponentials {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Exponentials() {}

  /// e^x, to the last bit or two. Where e^x is a normal number k goes straight into its exponent.
  static void exp(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var v = FloatVector.fromArray(S, x, xAt + i);
      var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -LN2), v);
      r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
      var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
      p = p.fma(r, FloatVector.broadcast(S, E4));
      p = p.fma(r, FloatVector.broadcast(S, E3));
      p = p.fma(r, FloatVector.broadcast(S, E2));
      p = p.fma(r, FloatVector.broadcast(S, 1)).fma(r, FloatVector.broadcast(S, 1));
      if (!v.abs().compare(VectorOperators.LE, 87.3f).allTrue()) {
        expAnywhere(x, xAt + i, out, outAt + i);
        continue;
      }
      p.reinterpretAsInts()
          .add(t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
          .reinterpretAsFloats()
          .intoArray(out, outAt + i);
    }
  }

  /// The same for one vector of any numbers: 2ᵏ in two steps, so that the smallest numbers are
  /// right, and infinity and NaN come out of the arithmetic.
  private static void expAnywhere(float[] x, int xAt, float[] out, int outAt) {
    var v = FloatVector.fromArray(S, x, xAt);
    v =
        v.blend(89, v.compare(VectorOperators.GT, 89))
            .blend(-105, v.compare(VectorOperators.LT, -105));
    var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
    var k = t.sub(MAGIC);
    var r = k.fma(FloatVector.broadcast(S, -LN2), v);
    r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
    var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
    p = p.fma(r, FloatVector.broadcast(S, E4));
    p = p.fma(r, FloatVector.broadcast(S, E3));
    p = p.fma(r, FloatVector.broadcast(S, E2));
    p = p.fma(r, FloatVector.broadcast(S, 1)).fma(r, FloatVector.broadcast(S, 1));
    var exponent = t.reinterpretAsInts().sub(MAGIC_BITS);
    var half = exponent.lanewise(VectorOperators.ASHR, 1);
    var one = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    var two = exponent.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    p.mul(one).mul(two).intoArray(out, outAt);
  }

  /// 1/(1 + e⁻ˣ)
  static void sigmoid(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var v0 = FloatVector.fromArray(S, x, xAt + i);
      var v = v0.neg();
      v =
          v.blend(88.7f, v.compare(VectorOperators.GT, 88.7f))
              .blend(-87, v.compare(VectorOperators.LT, -87));
      var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -LN2), v);
      r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
      var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
      p = p.fma(r, FloatVector.broadcast(S, E4));
      p = p.fma(r, FloatVector.broadcast(S, E3));
      p = p.fma(r, FloatVector.broadcast(S, E2));
      p = p.fma(r, FloatVector.broadcast(S, 1)).fma(r, FloatVector.broadcast(S, 1));
      // Half of 2ᵏ at a time: k may be 128, which has no exponent of its own.
      var half =
          t.reinterpretAsInts()
              .sub(1)
              .lanewise(VectorOperators.LSHL, 23)
              .add(ONE_BITS)
              .reinterpretAsFloats();
      var e = p.mul(half);
      e = e.add(e);
      var y = FloatVector.broadcast(S, 1).div(e.add(1));
      y.blend(0, v0.compare(VectorOperators.LT, -88.7f)).intoArray(out, outAt + i);
    }
  }

  /// x/(1 + e⁻ˣ)
  static void silu(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var v = x0.neg();
      var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -LN2), v);
      r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
      var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
      p = p.fma(r, FloatVector.broadcast(S, E4));
      p = p.fma(r, FloatVector.broadcast(S, E3));
      p = p.fma(r, FloatVector.broadcast(S, E2));
      p = p.fma(r, FloatVector.broadcast(S, 1)).fma(r, FloatVector.broadcast(S, 1));
      if (!v.abs().compare(VectorOperators.LE, 87.3f).allTrue()) {
        siluAnywhere(x, xAt + i, out, outAt + i);
        continue;
      }
      var e =
          p.reinterpretAsInts()
              .add(t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      x0.div(e.add(1)).intoArray(out, outAt + i);
    }
  }

  /// The same for one vector of any numbers: far on the left x·e^x, half the power at a time, for
  /// e^x is smaller than a normal number where x·e^x need not be; far on the right x.
  private static void siluAnywhere(float[] x, int xAt, float[] out, int outAt) {
    var v = FloatVector.fromArray(S, x, xAt);
    var near = v.abs().compare(VectorOperators.LE, 87.3f);
    var left = new float[L];
    v.mul(0.5f).intoArray(left, 0);
    exp(left, 0, left, 0, L);
    var middle = new float[L];
    FloatVector.zero(S).blend(v, near).intoArray(middle, 0);
    silu(middle, 0, middle, 0, L);
    var half = FloatVector.fromArray(S, left, 0);
    v.mul(half)
        .mul(half)
        .blend(v, v.compare(VectorOperators.GT, 0))
        .blend(FloatVector.fromArray(S, middle, 0), near)
        .intoArray(out, outAt);
  }

  /// tanh x = 1 − 2/(e^(2|x|) + 1) with the sign of x; a polynomial near zero.
  static void tanh(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var v = a.add(a);
      v = v.blend(40, v.compare(VectorOperators.GT, 40));
      var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -LN2), v);
      r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
      var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
      p = p.fma(r, FloatVector.broadcast(S, E4));
      p = p.fma(r, FloatVector.broadcast(S, E3));
      p = p.fma(r, FloatVector.broadcast(S, E2));
      p = p.fma(r, FloatVector.broadcast(S, 1)).fma(r, FloatVector.broadcast(S, 1));
      var power =
          t.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(ONE_BITS)
              .reinterpretAsFloats();
      var e = p.mul(power);
      var far = FloatVector.broadcast(S, 1).sub(FloatVector.broadcast(S, 2).div(e.add(1)));
      var u = x0.mul(x0);
      var q = u.fma(FloatVector.broadcast(S, T5), FloatVector.broadcast(S, T4));
      q = q.fma(u, FloatVector.broadcast(S, T3));
      q = q.fma(u, FloatVector.broadcast(S, T2));
      q = q.fma(u, FloatVector.broadcast(S, T1));
      q = q.fma(u, FloatVector.broadcast(S, T0));
      var near = q.mul(u).fma(a, a);
      far.blend(near, a.compare(VectorOperators.LT, 0.63f))
          .reinterpretAsInts()
          .or(x0.reinterpretAsInts().and(Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(out, outAt + i);
    }
  }

  /// ln x from exponent and mantissa: k·ln 2 + ln(1 + f), √½ ≤ 1 + f ≤ √2.
  static void log(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var small = x0.compare(VectorOperators.LT, Float.MIN_NORMAL);
      var v = x0.blend(x0.mul(0x1p23f), small);
      var bits = v.reinterpretAsInts();
      var k =
          bits.sub(Float.floatToRawIntBits((float) Math.sqrt(0.5)))
              .lanewise(VectorOperators.ASHR, 23);
      var f = bits.sub(k.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1);
      // The integer as a float: its bits are added to those of 3·2²².
      var e = k.add(MAGIC_BITS).reinterpretAsFloats().sub(MAGIC);
      e = e.blend(e.sub(23), small);
      var p = f.fma(FloatVector.broadcast(S, L8), FloatVector.broadcast(S, L7));
      p = p.fma(f, FloatVector.broadcast(S, L6));
      p = p.fma(f, FloatVector.broadcast(S, L5));
      p = p.fma(f, FloatVector.broadcast(S, L4));
      p = p.fma(f, FloatVector.broadcast(S, L3));
      p = p.fma(f, FloatVector.broadcast(S, L2));
      p = p.fma(f, FloatVector.broadcast(S, L1));
      p = p.fma(f, FloatVector.broadcast(S, L0));
      var square = f.mul(f);
      p = p.mul(f).mul(square);
      p = e.fma(FloatVector.broadcast(S, LN2_REST), p);
      p = square.fma(FloatVector.broadcast(S, -0.5f), p).add(f);
      p = e.fma(FloatVector.broadcast(S, LN2), p);
      p = p.blend(Float.NEGATIVE_INFINITY, x0.compare(VectorOperators.EQ, 0));
      p = p.blend(Float.NaN, x0.compare(VectorOperators.LT, 0));
      p = p.blend(x0, x0.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
      p.blend(x0, x0.compare(VectorOperators.NE, x0)).intoArray(out, outAt + i);
    }
  }
}

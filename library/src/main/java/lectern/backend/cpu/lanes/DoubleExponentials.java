package lectern.backend.cpu.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// e^x, tanh x and ln x in float64. `n` is a multiple of the lanes.
///
/// e^x = 2ᵏ·e^r with r = x − k·ln 2 in two parts, |r| ≤ ln 2 / 2 (W. J. Cody, W. Waite, Software
/// Manual for the Elementary Functions, 1980, chapter 6). The polynomials are minimax fits by
/// Remez' exchange. The same few lines of e^r stand in each method, because one of their own would
/// not be inlined.
final class DoubleExponentials {

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /// Adding 3·2⁵¹ leaves a number's nearest integer in its lowest bits.
  private static final double MAGIC = 0x1.8p52;

  private static final long MAGIC_BITS = Double.doubleToRawLongBits(MAGIC);
  private static final double LOG2E = 0x1.71547652b82fep0;
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double LN2_REST = 0x1.abc9e3b39803fp-56;

  /// e^r = 1 + r + r²·(E0 + E1·r + …), to 3.7e-18 of its value.
  private static final double E0 = 0.5000000000000011;

  private static final double E1 = 0.16666666666666413;
  private static final double E2 = 0.04166666666653027;
  private static final double E3 = 0.008333333333494845;
  private static final double E4 = 0.0013888888943635609;
  private static final double E5 = 0.00019841269505772554;
  private static final double E6 = 2.480149306498255e-05;
  private static final double E7 = 2.7557586988437336e-06;
  private static final double E8 = 2.763026874452905e-07;
  private static final double E9 = 2.4999916944063164e-08;

  /// ln((1 + s)/(1 − s)) = 2s + s³·(L0 + L1·s² + …) for |s| ≤ (√2 − 1)/(√2 + 1), to 1.2e-18.
  private static final double L0 = 0.6666666666666735;

  private static final double L1 = 0.399999999994128;
  private static final double L2 = 0.28571428742888333;
  private static final double L3 = 0.22222198513781075;
  private static final double L4 = 0.18183567810494308;
  private static final double L5 = 0.15313951694849492;
  private static final double L6 = 0.1479703200038265;

  private DoubleExponentials() {}

  /// e^x, to a unit in the last place. Where e^x is a normal number k goes straight into its
  /// exponent.
  static void exp(double[] x, int xAt, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var v = DoubleVector.fromArray(S, x, xAt + i);
      var t = v.fma(DoubleVector.broadcast(S, LOG2E), DoubleVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(DoubleVector.broadcast(S, -LN2), v);
      r = k.fma(DoubleVector.broadcast(S, -LN2_REST), r);
      var p = r.fma(DoubleVector.broadcast(S, E9), DoubleVector.broadcast(S, E8));
      p = p.fma(r, DoubleVector.broadcast(S, E7));
      p = p.fma(r, DoubleVector.broadcast(S, E6));
      p = p.fma(r, DoubleVector.broadcast(S, E5));
      p = p.fma(r, DoubleVector.broadcast(S, E4));
      p = p.fma(r, DoubleVector.broadcast(S, E3));
      p = p.fma(r, DoubleVector.broadcast(S, E2));
      p = p.fma(r, DoubleVector.broadcast(S, E1));
      p = p.fma(r, DoubleVector.broadcast(S, E0));
      p = p.fma(r, DoubleVector.broadcast(S, 1)).fma(r, DoubleVector.broadcast(S, 1));
      if (!v.abs().compare(VectorOperators.LE, 708).allTrue()) {
        expAnywhere(v, t, p).intoArray(out, outAt + i);
        continue;
      }
      p.reinterpretAsLongs()
          .add(t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
          .reinterpretAsDoubles()
          .intoArray(out, outAt + i);
    }
  }

  /// The same for one vector of any numbers: 2ᵏ in two steps, so that the smallest numbers are
  /// right. Where there is no number between, it is 0 or infinity.
  private static DoubleVector expAnywhere(DoubleVector v, DoubleVector t, DoubleVector p) {
    var exponent = t.reinterpretAsLongs().sub(MAGIC_BITS);
    var half = exponent.lanewise(VectorOperators.ASHR, 1);
    var one = half.add(1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
    var two =
        exponent.sub(half).add(1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
    return p.mul(one)
        .mul(two)
        .blend(Double.POSITIVE_INFINITY, v.compare(VectorOperators.GT, 710))
        .blend(0, v.compare(VectorOperators.LT, -746));
  }

  /// tanh x = q/(q + 2) with q = e^(2|x|) − 1 = 2ᵏ·(e^r − 1) + (2ᵏ − 1), and the sign of x; to four
  /// units in the last place, near zero as well.
  static void tanh(double[] x, int xAt, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = DoubleVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var v = a.add(a);
      v = v.blend(40, v.compare(VectorOperators.GT, 40));
      var t = v.fma(DoubleVector.broadcast(S, LOG2E), DoubleVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(DoubleVector.broadcast(S, -LN2), v);
      r = k.fma(DoubleVector.broadcast(S, -LN2_REST), r);
      var p = r.fma(DoubleVector.broadcast(S, E9), DoubleVector.broadcast(S, E8));
      p = p.fma(r, DoubleVector.broadcast(S, E7));
      p = p.fma(r, DoubleVector.broadcast(S, E6));
      p = p.fma(r, DoubleVector.broadcast(S, E5));
      p = p.fma(r, DoubleVector.broadcast(S, E4));
      p = p.fma(r, DoubleVector.broadcast(S, E3));
      p = p.fma(r, DoubleVector.broadcast(S, E2));
      p = p.fma(r, DoubleVector.broadcast(S, E1));
      p = p.fma(r, DoubleVector.broadcast(S, E0));
      p = p.mul(r).fma(r, r);
      var power =
          t.reinterpretAsLongs()
              .sub(MAGIC_BITS)
              .add(1023)
              .lanewise(VectorOperators.LSHL, 52)
              .reinterpretAsDoubles();
      var q = p.fma(power, power.sub(1));
      var y = q.div(q.add(2));
      y.reinterpretAsLongs()
          .or(x0.reinterpretAsLongs().and(Long.MIN_VALUE))
          .reinterpretAsDoubles()
          .intoArray(out, outAt + i);
    }
  }

  /// ln x = k·ln 2 + ln(1 + f), √½ ≤ 1 + f ≤ √2, to a unit in the last place. With s = f/(2 + f)
  /// and R the terms behind 2s, ln(1 + f) = 2s + s·R = f − (f²/2 − s·(f²/2 + R)): what is added to
  /// f is small.
  static void log(double[] x, int xAt, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = DoubleVector.fromArray(S, x, xAt + i);
      var small = x0.compare(VectorOperators.LT, Double.MIN_NORMAL);
      var v = x0.blend(x0.mul(0x1p54), small);
      var bits = v.reinterpretAsLongs();
      var k =
          bits.sub(Double.doubleToRawLongBits(Math.sqrt(0.5))).lanewise(VectorOperators.ASHR, 52);
      var f = bits.sub(k.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles().sub(1);
      // The integer as a number: its bits are added to those of 3·2⁵¹.
      var e = k.add(MAGIC_BITS).reinterpretAsDoubles().sub(MAGIC);
      e = e.blend(e.sub(54), small);
      var s = f.div(f.add(2));
      var w = s.mul(s);
      var q = w.fma(DoubleVector.broadcast(S, L6), DoubleVector.broadcast(S, L5));
      q = q.fma(w, DoubleVector.broadcast(S, L4));
      q = q.fma(w, DoubleVector.broadcast(S, L3));
      q = q.fma(w, DoubleVector.broadcast(S, L2));
      q = q.fma(w, DoubleVector.broadcast(S, L1));
      q = q.fma(w, DoubleVector.broadcast(S, L0));
      var half = f.mul(f).mul(0.5);
      var rest = e.fma(DoubleVector.broadcast(S, LN2_REST), q.fma(w, half).mul(s));
      var y = e.fma(DoubleVector.broadcast(S, LN2), f.sub(half.sub(rest)));
      y = y.blend(Double.NEGATIVE_INFINITY, x0.compare(VectorOperators.EQ, 0));
      y = y.blend(Double.NaN, x0.compare(VectorOperators.LT, 0));
      y = y.blend(x0, x0.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      y.blend(x0, x0.compare(VectorOperators.NE, x0)).intoArray(out, outAt + i);
    }
  }
}

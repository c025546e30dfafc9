package lectern.backend.cpu.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// x^y = 2^(y·log₂ x) in float32 by way of float64, whose digits are enough to round to the right
/// float but for one in some thousand. `n` is a multiple of the lanes.
///
/// log₂ x = e + log₂ m for x = m·2ᵉ, √½ ≤ m ≤ √2, and log₂ m = s·Q(s²), s = (m − 1)/(m + 1), as in
/// J.-M. Muller, Elementary Functions, 3rd edition, chapter 11. The polynomials are minimax fits by
/// Remez' exchange.
final class Powers {

  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final int L = D.length();

  /// As many floats as there are doubles in a vector.
  private static final VectorSpecies<Float> S =
      VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));

  private static final double MAGIC = 0x1.8p52;
  private static final long MAGIC_BITS = Double.doubleToRawLongBits(MAGIC);
  private static final long SQRT_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));

  /// log₂ m = s·(Q0 + Q1·s² + …), to 2.7e-14 of its value.
  private static final double Q0 = 2.8853900817778495;

  private static final double Q1 = 0.961796694114261;
  private static final double Q2 = 0.5770779420744293;
  private static final double Q3 = 0.4122092838988659;
  private static final double Q4 = 0.31990432152485554;
  private static final double Q5 = 0.28292091151613097;

  /// 2ᶠ = X0 + X1·f + … for |f| ≤ ½, to 7.8e-13.
  private static final double X0 = 0.9999999999997619;

  private static final double X1 = 0.6931471805464928;
  private static final double X2 = 0.24022650698885112;
  private static final double X3 = 0.055504109394285114;
  private static final double X4 = 0.00961812854218581;
  private static final double X5 = 0.0013333451977861604;
  private static final double X6 = 0.00015403852005442021;
  private static final double X7 = 1.5309760126217163e-05;
  private static final double X8 = 1.317584228670194e-06;

  private Powers() {}

  /// z ← x^y with one y for the whole run, which is finite and not 0.
  static void power(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    boolean whole = y == Math.rint(y);
    boolean odd = whole && Math.abs(y) < 0x1p24f && (int) y % 2 != 0;
    int sign = odd ? Integer.MIN_VALUE : 0;
    float ofNegative = whole ? 0 : Float.NaN;
    float ofZero = y > 0 ? 0 : Float.POSITIVE_INFINITY;
    float ofInfinity = y > 0 ? Float.POSITIVE_INFINITY : 0;
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var v = (DoubleVector) a.castShape(D, 0);
      var bits = v.reinterpretAsLongs();
      var e = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 52);
      var m = bits.sub(e.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles();
      var s = m.sub(1).div(m.add(1));
      var w = s.mul(s);
      var q = w.fma(DoubleVector.broadcast(D, Q5), DoubleVector.broadcast(D, Q4));
      q = q.fma(w, DoubleVector.broadcast(D, Q3));
      q = q.fma(w, DoubleVector.broadcast(D, Q2));
      q = q.fma(w, DoubleVector.broadcast(D, Q1));
      q = q.fma(w, DoubleVector.broadcast(D, Q0));
      var log = q.fma(s, e.add(MAGIC_BITS).reinterpretAsDoubles().sub(MAGIC));
      var to = log.mul(y);
      to =
          to.blend(200, to.compare(VectorOperators.GT, 200))
              .blend(-200, to.compare(VectorOperators.LT, -200));
      var t = to.add(MAGIC);
      var f = to.sub(t.sub(MAGIC));
      var p = f.fma(DoubleVector.broadcast(D, X8), DoubleVector.broadcast(D, X7));
      p = p.fma(f, DoubleVector.broadcast(D, X6));
      p = p.fma(f, DoubleVector.broadcast(D, X5));
      p = p.fma(f, DoubleVector.broadcast(D, X4));
      p = p.fma(f, DoubleVector.broadcast(D, X3));
      p = p.fma(f, DoubleVector.broadcast(D, X2));
      p = p.fma(f, DoubleVector.broadcast(D, X1));
      p = p.fma(f, DoubleVector.broadcast(D, X0));
      var power =
          p.reinterpretAsLongs()
              .add(t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
              .reinterpretAsDoubles();
      var r = (FloatVector) power.castShape(S, 0);
      r = r.add(FloatVector.zero(S).blend(ofNegative, x0.compare(VectorOperators.LT, 0)));
      r = r.blend(ofZero, a.compare(VectorOperators.EQ, 0));
      r = r.blend(ofInfinity, a.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
      r = r.blend(x0, x0.compare(VectorOperators.NE, x0));
      r.reinterpretAsInts()
          .lanewise(VectorOperators.XOR, x0.reinterpretAsInts().and(sign))
          .reinterpretAsFloats()
          .intoArray(z, zAt + i);
    }
  }

  /// z ← x^y. What is not a positive number to a finite power goes to [StrictMath] one by one.
  static void power(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var y0 = FloatVector.fromArray(S, y, yAt + i);
      var v = (DoubleVector) x0.castShape(D, 0);
      var bits = v.reinterpretAsLongs();
      var e = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 52);
      var m = bits.sub(e.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles();
      var s = m.sub(1).div(m.add(1));
      var w = s.mul(s);
      var q = w.fma(DoubleVector.broadcast(D, Q5), DoubleVector.broadcast(D, Q4));
      q = q.fma(w, DoubleVector.broadcast(D, Q3));
      q = q.fma(w, DoubleVector.broadcast(D, Q2));
      q = q.fma(w, DoubleVector.broadcast(D, Q1));
      q = q.fma(w, DoubleVector.broadcast(D, Q0));
      var log = q.fma(s, e.add(MAGIC_BITS).reinterpretAsDoubles().sub(MAGIC));
      var to = log.mul(y0.castShape(D, 0));
      to =
          to.blend(200, to.compare(VectorOperators.GT, 200))
              .blend(-200, to.compare(VectorOperators.LT, -200));
      var t = to.add(MAGIC);
      var f = to.sub(t.sub(MAGIC));
      var p = f.fma(DoubleVector.broadcast(D, X8), DoubleVector.broadcast(D, X7));
      p = p.fma(f, DoubleVector.broadcast(D, X6));
      p = p.fma(f, DoubleVector.broadcast(D, X5));
      p = p.fma(f, DoubleVector.broadcast(D, X4));
      p = p.fma(f, DoubleVector.broadcast(D, X3));
      p = p.fma(f, DoubleVector.broadcast(D, X2));
      p = p.fma(f, DoubleVector.broadcast(D, X1));
      p = p.fma(f, DoubleVector.broadcast(D, X0));
      var power =
          p.reinterpretAsLongs()
              .add(t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
              .reinterpretAsDoubles();
      var r = (FloatVector) power.castShape(S, 0);
      var plain =
          x0.compare(VectorOperators.GT, 0)
              .and(x0.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))
              .and(y0.abs().compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
      if (!plain.allTrue()) {
        r = oneByOne(x0, y0, plain.toArray(), r);
      }
      r.intoArray(z, zAt + i);
    }
  }

  private static FloatVector oneByOne(
      FloatVector x, FloatVector y, boolean[] known, FloatVector values) {
    var results = values.toArray();
    for (int i = 0; i < L; i++) {
      if (!known[i]) {
        results[i] = (float) StrictMath.pow(x.lane(i), y.lane(i));
      }
    }
    return FloatVector.fromArray(S, results, 0);
  }
}

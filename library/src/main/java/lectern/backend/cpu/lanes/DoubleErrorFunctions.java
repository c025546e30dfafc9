package lectern.backend.cpu.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The error function to one and a half units in the last place and GELU to five, in float64, a
/// piece at a time that stays in the first cache. `n` is a multiple of the lanes.
///
/// erfc x = e^(−x²)·t·C(t) with t = 1/(1 + 0.35·x), the form of Abramowitz and Stegun 7.1.26. The
/// polynomials are minimax fits by Remez' exchange.
final class DoubleErrorFunctions {

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PIECE = 32 * L;

  private static final double NEARNESS = 0.35;

  /// 1/√(2π)
  private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

  /// Beyond it e^(−x²/2) is 0.
  private static final double FAR = 40;

  /// C(t), to 1.6e-17 of its value for x ≥ 0.
  private static final double C0 = 0.19746635424464795;

  private static final double C1 = 0.19746635402613635;
  private static final double C2 = 0.18537154729670074;
  private static final double C3 = 0.16118176331709042;
  private static final double C4 = 0.12712195696757045;
  private static final double C5 = 0.08760954403110802;
  private static final double C6 = 0.048855923210104985;
  private static final double C7 = 0.015605018849325891;
  private static final double C8 = -0.000507632652543609;
  private static final double C9 = -0.02514786742375491;
  private static final double C10 = 0.01945639738930382;
  private static final double C11 = -0.04172020118958244;
  private static final double C12 = -0.015110262800426379;
  private static final double C13 = 0.26736832991706855;
  private static final double C14 = -0.7659891305201351;
  private static final double C15 = 1.424273065161653;
  private static final double C16 = -1.8805242639830149;
  private static final double C17 = 1.775198586088899;
  private static final double C18 = -1.192653524576465;
  private static final double C19 = 0.5599040990455266;
  private static final double C20 = -0.17553128018172268;
  private static final double C21 = 0.033175157472403585;
  private static final double C22 = -0.0028699336898946747;

  /// erf x = x + x·(R0 + R1·x² + …) for |x| ≤ 1, to 7.4e-18.
  private static final double R0 = 0.12837916709551256;

  private static final double R1 = -0.37612638903183515;
  private static final double R2 = 0.11283791670944078;
  private static final double R3 = -0.02686617064309395;
  private static final double R4 = 0.005223977605970497;
  private static final double R5 = -0.0008548325922040756;
  private static final double R6 = 0.00012055293354556074;
  private static final double R7 = -1.492470794711703e-05;
  private static final double R8 = 1.6447076893940515e-06;
  private static final double R9 = -1.6205888314929176e-07;
  private static final double R10 = 1.3709113015466373e-08;
  private static final double R11 = -7.775934909026776e-10;

  private DoubleErrorFunctions() {}

  /// erf x: a polynomial below 1, 1 − erfc|x| with the sign of x above.
  static void erf(double[] x, int xAt, double[] z, int zAt, int n) {
    var powers = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      powers(1, x, xAt + from, powers, count);
      tails(NEARNESS, x, xAt + from, powers, powers, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        var w = v.mul(v);
        var q = w.fma(DoubleVector.broadcast(S, R11), DoubleVector.broadcast(S, R10));
        q = q.fma(w, DoubleVector.broadcast(S, R9));
        q = q.fma(w, DoubleVector.broadcast(S, R8));
        q = q.fma(w, DoubleVector.broadcast(S, R7));
        q = q.fma(w, DoubleVector.broadcast(S, R6));
        q = q.fma(w, DoubleVector.broadcast(S, R5));
        q = q.fma(w, DoubleVector.broadcast(S, R4));
        q = q.fma(w, DoubleVector.broadcast(S, R3));
        q = q.fma(w, DoubleVector.broadcast(S, R2));
        q = q.fma(w, DoubleVector.broadcast(S, R1));
        q = q.fma(w, DoubleVector.broadcast(S, R0));
        var far = DoubleVector.broadcast(S, 1).sub(DoubleVector.fromArray(S, powers, i));
        far = far.blend(far.neg(), v.compare(VectorOperators.LT, 0));
        far.blend(q.fma(v, v), v.abs().compare(VectorOperators.LT, 1)).intoArray(z, zAt + from + i);
      }
    }
  }

  /// x·Φ(x), Φ(x) = erfc(−x/√2)/2.
  static void gelu(double[] x, int xAt, double[] z, int zAt, int n) {
    var tails = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      powers(0.5, x, xAt + from, tails, count);
      tails(NEARNESS * Math.sqrt(0.5), x, xAt + from, tails, tails, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        var tail = DoubleVector.fromArray(S, tails, i).mul(0.5);
        DoubleVector.broadcast(S, 1)
            .sub(tail)
            .blend(tail, v.compare(VectorOperators.LT, 0))
            .mul(v)
            .intoArray(z, zAt + from + i);
      }
    }
  }

  /// g·(Φ(x) + x·φ(x)), φ(x) = e^(−x²/2)/√(2π).
  static void geluGrad(double[] g, int gAt, double[] x, int xAt, double[] z, int zAt, int n) {
    var powers = new double[PIECE];
    var tails = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      powers(0.5, x, xAt + from, powers, count);
      tails(NEARNESS * Math.sqrt(0.5), x, xAt + from, powers, tails, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        var tail = DoubleVector.fromArray(S, tails, i).mul(0.5);
        var phi = DoubleVector.broadcast(S, 1).sub(tail);
        phi = phi.blend(tail, v.compare(VectorOperators.LT, 0));
        var slope = DoubleVector.fromArray(S, powers, i).mul(v).mul(DENSITY).add(phi);
        slope.mul(DoubleVector.fromArray(S, g, gAt + from + i)).intoArray(z, zAt + from + i);
      }
    }
  }

  /// out ← e^(−scale·x²). What rounding the square loses is brought back.
  private static void powers(double scale, double[] x, int xAt, double[] out, int n) {
    for (int i = 0; i < n; i += L) {
      var a = DoubleVector.fromArray(S, x, xAt + i).abs();
      a = a.blend(FAR, a.compare(VectorOperators.GT, FAR));
      a.mul(scale).mul(a).neg().intoArray(out, i);
    }
    DoubleExponentials.exp(out, 0, out, 0, n);
    for (int i = 0; i < n; i += L) {
      var a = DoubleVector.fromArray(S, x, xAt + i).abs();
      a = a.blend(FAR, a.compare(VectorOperators.GT, FAR));
      var h = a.mul(scale);
      var lost = h.fma(a, h.mul(a).neg());
      var e = DoubleVector.fromArray(S, out, i);
      lost.neg().fma(e, e).intoArray(out, i);
    }
  }

  /// out ← erfc from e^(−x²), t = 1/(1 + nearness·|x|).
  private static void tails(
      double nearness, double[] x, int xAt, double[] powers, double[] out, int n) {
    for (int i = 0; i < n; i += L) {
      var a = DoubleVector.fromArray(S, x, xAt + i).abs();
      a = a.blend(FAR, a.compare(VectorOperators.GT, FAR));
      var one = DoubleVector.broadcast(S, 1);
      var p = DoubleVector.broadcast(S, nearness);
      var d = a.fma(p, one);
      var t = one.div(d);
      // By what part t is too small: what is left of 1 − t·d, d as it was before it was rounded.
      var lost = t.neg().fma(d, one).sub(a.fma(p, one.sub(d)).mul(t));
      var c = t.fma(DoubleVector.broadcast(S, C22), DoubleVector.broadcast(S, C21));
      c = c.fma(t, DoubleVector.broadcast(S, C20));
      c = c.fma(t, DoubleVector.broadcast(S, C19));
      c = c.fma(t, DoubleVector.broadcast(S, C18));
      c = c.fma(t, DoubleVector.broadcast(S, C17));
      c = c.fma(t, DoubleVector.broadcast(S, C16));
      c = c.fma(t, DoubleVector.broadcast(S, C15));
      c = c.fma(t, DoubleVector.broadcast(S, C14));
      c = c.fma(t, DoubleVector.broadcast(S, C13));
      c = c.fma(t, DoubleVector.broadcast(S, C12));
      c = c.fma(t, DoubleVector.broadcast(S, C11));
      c = c.fma(t, DoubleVector.broadcast(S, C10));
      c = c.fma(t, DoubleVector.broadcast(S, C9));
      c = c.fma(t, DoubleVector.broadcast(S, C8));
      c = c.fma(t, DoubleVector.broadcast(S, C7));
      c = c.fma(t, DoubleVector.broadcast(S, C6));
      c = c.fma(t, DoubleVector.broadcast(S, C5));
      c = c.fma(t, DoubleVector.broadcast(S, C4));
      c = c.fma(t, DoubleVector.broadcast(S, C3));
      c = c.fma(t, DoubleVector.broadcast(S, C2));
      c = c.fma(t, DoubleVector.broadcast(S, C1));
      c = c.fma(t, DoubleVector.broadcast(S, C0));
      // t·C(t) grows about as the power 1 + 2.2·t of t: near zero three times as much is lost of
      // it.
      c = c.mul(lost).fma(t.mul(2.2).add(1), c);
      DoubleVector.fromArray(S, powers, i).mul(t).mul(c).intoArray(out, i);
    }
  }
}

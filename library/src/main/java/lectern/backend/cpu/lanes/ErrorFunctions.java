package lectern.backend.cpu.lanes;

import static lectern.backend.cpu.lanes.Polynomials.C0;
import static lectern.backend.cpu.lanes.Polynomials.C1;
import static lectern.backend.cpu.lanes.Polynomials.C2;
import static lectern.backend.cpu.lanes.Polynomials.C3;
import static lectern.backend.cpu.lanes.Polynomials.C4;
import static lectern.backend.cpu.lanes.Polynomials.C5;
import static lectern.backend.cpu.lanes.Polynomials.C6;
import static lectern.backend.cpu.lanes.Polynomials.C7;
import static lectern.backend.cpu.lanes.Polynomials.C8;
import static lectern.backend.cpu.lanes.Polynomials.C9;
import static lectern.backend.cpu.lanes.Polynomials.E2;
import static lectern.backend.cpu.lanes.Polynomials.E3;
import static lectern.backend.cpu.lanes.Polynomials.E4;
import static lectern.backend.cpu.lanes.Polynomials.E5;
import static lectern.backend.cpu.lanes.Polynomials.E6;
import static lectern.backend.cpu.lanes.Polynomials.LN2;
import static lectern.backend.cpu.lanes.Polynomials.LN2_REST;
import static lectern.backend.cpu.lanes.Polynomials.LOG2E;
import static lectern.backend.cpu.lanes.Polynomials.MAGIC;
import static lectern.backend.cpu.lanes.Polynomials.ONE_BITS;
import static lectern.backend.cpu.lanes.Polynomials.R0;
import static lectern.backend.cpu.lanes.Polynomials.R1;
import static lectern.backend.cpu.lanes.Polynomials.R2;
import static lectern.backend.cpu.lanes.Polynomials.R3;
import static lectern.backend.cpu.lanes.Polynomials.R4;
import static lectern.backend.cpu.lanes.Polynomials.R5;
import static lectern.backend.cpu.lanes.Polynomials.R6;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The error function and GELU. `n` is a multiple of the lanes.
final class ErrorFunctions {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /// Φ's argument is √½ of erf's.
  private static final float NEARNESS = (float) (0.35 * Math.sqrt(0.5));

  /// 1/√(2π)
  private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));

  private ErrorFunctions() {}

  /// erf x: a polynomial below 1, 1 − erfc|x| with the sign of x above.
  static void erf(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var w = x0.mul(x0);
      var v = w.neg();
      v = v.blend(-87, v.compare(VectorOperators.LT, -87));
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
      var u =
          FloatVector.broadcast(S, 1)
              .div(a.fma(FloatVector.broadcast(S, 0.35f), FloatVector.broadcast(S, 1)));
      var c = u.fma(FloatVector.broadcast(S, C9), FloatVector.broadcast(S, C8));
      c = c.fma(u, FloatVector.broadcast(S, C7));
      c = c.fma(u, FloatVector.broadcast(S, C6));
      c = c.fma(u, FloatVector.broadcast(S, C5));
      c = c.fma(u, FloatVector.broadcast(S, C4));
      c = c.fma(u, FloatVector.broadcast(S, C3));
      c = c.fma(u, FloatVector.broadcast(S, C2));
      c = c.fma(u, FloatVector.broadcast(S, C1));
      c = c.fma(u, FloatVector.broadcast(S, C0));
      var far = e.mul(u).mul(c).neg().add(1);
      far = far.blend(far.neg(), x0.compare(VectorOperators.LT, 0));
      var q = w.fma(FloatVector.broadcast(S, R6), FloatVector.broadcast(S, R5));
      q = q.fma(w, FloatVector.broadcast(S, R4));
      q = q.fma(w, FloatVector.broadcast(S, R3));
      q = q.fma(w, FloatVector.broadcast(S, R2));
      q = q.fma(w, FloatVector.broadcast(S, R1));
      q = q.fma(w, FloatVector.broadcast(S, R0));
      far.blend(q.mul(x0), a.compare(VectorOperators.LT, 1)).intoArray(out, outAt + i);
    }
  }

  /// x·Φ(x), Φ(x) = erfc(−x/√2)/2.
  static void gelu(float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var h = x0.mul(0.5f);
      var v = h.mul(x0).neg();
      var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -LN2), v);
      // What rounding x²/2 lost comes back here.
      r = k.fma(FloatVector.broadcast(S, -LN2_REST), r).sub(h.fma(x0, v));
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
      var e = p.mul(power).blend(0, a.compare(VectorOperators.GT, 13.1f));
      var u =
          FloatVector.broadcast(S, 1)
              .div(a.fma(FloatVector.broadcast(S, NEARNESS), FloatVector.broadcast(S, 1)));
      var c = u.fma(FloatVector.broadcast(S, C9 / 2), FloatVector.broadcast(S, C8 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C7 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C6 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C5 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C4 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C3 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C2 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C1 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C0 / 2));
      var tail = e.mul(u).mul(c);
      var phi =
          FloatVector.broadcast(S, 1).sub(tail).blend(tail, x0.compare(VectorOperators.LT, 0));
      phi.mul(x0).intoArray(out, outAt + i);
    }
  }

  /// g·(Φ(x) + x·φ(x)), φ(x) = e^(−x²/2)/√(2π).
  static void geluGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var h = x0.mul(0.5f);
      var v = h.mul(x0).neg();
      var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -LN2), v);
      // What rounding x²/2 lost comes back here.
      r = k.fma(FloatVector.broadcast(S, -LN2_REST), r).sub(h.fma(x0, v));
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
      var e = p.mul(power).blend(0, a.compare(VectorOperators.GT, 13.1f));
      var u =
          FloatVector.broadcast(S, 1)
              .div(a.fma(FloatVector.broadcast(S, NEARNESS), FloatVector.broadcast(S, 1)));
      var c = u.fma(FloatVector.broadcast(S, C9 / 2), FloatVector.broadcast(S, C8 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C7 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C6 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C5 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C4 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C3 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C2 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C1 / 2));
      c = c.fma(u, FloatVector.broadcast(S, C0 / 2));
      var tail = e.mul(u).mul(c);
      var phi =
          FloatVector.broadcast(S, 1).sub(tail).blend(tail, x0.compare(VectorOperators.LT, 0));
      var slope = e.mul(x0).fma(FloatVector.broadcast(S, DENSITY), phi);
      slope.mul(FloatVector.fromArray(S, g, gAt + i)).intoArray(out, outAt + i);
    }
  }
}

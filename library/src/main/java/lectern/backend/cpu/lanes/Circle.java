package lectern.backend.cpu.lanes;

import static lectern.backend.cpu.lanes.Polynomials.MAGIC;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sine and cosine in float32, to 1.6 units in the last place. `n` is a multiple of the lanes.
///
/// |x| is brought to |r| ≤ π/4 by subtracting k·π/2 in three parts (W. J. Cody, W. Waite, Software
/// Manual for the Elementary Functions, 1980, chapter 8); k mod 4 says which of ±sin r, ±cos r it
/// is. The polynomials are minimax fits by Remez' exchange. Beyond [#FAR] the three parts of π/2
/// have too few digits; such numbers, one by one, go to [StrictMath].
final class Circle {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final float FAR = 1e5f;
  private static final float TWO_OVER_PI = (float) (2 / Math.PI);

  /// π/2 = P1 + P2 + P3, to 72 bits.
  private static final float P1 = 0x1.921fb6p0f;

  private static final float P2 = -0x1.777a5cp-25f;
  private static final float P3 = -0x1.ee59dap-50f;

  /// sin r = r + r³·(S0 + S1·r² + S2·r⁴), to 3.8e-9 of its value for |r| ≤ π/4.
  private static final float S0 = -0.16666655f;

  private static final float S1 = 0.008332158f;
  private static final float S2 = -0.00019514958f;

  /// cos r = 1 − r²/2 + r⁴·(C0 + C1·r² + C2·r⁴), to 1.2e-10.
  private static final float C0 = 0.041666646f;

  private static final float C1 = -0.0013887313f;
  private static final float C2 = 2.4432786e-5f;

  private Circle() {}

  static void sin(float[] x, int xAt, float[] out, int outAt, int n) {
    turn(0, Integer.MIN_VALUE, x, xAt, out, outAt, n);
  }

  /// A quarter of a turn ahead of the sine, and x's sign does not count.
  static void cos(float[] x, int xAt, float[] out, int outAt, int n) {
    turn(1, 0, x, xAt, out, outAt, n);
  }

  /// @param ahead quarters of a turn that are added to |x|
  /// @param sign the bit of x that turns the result's sign
  private static void turn(int ahead, int sign, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = FloatVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var t = a.fma(FloatVector.broadcast(S, TWO_OVER_PI), FloatVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(FloatVector.broadcast(S, -P1), a);
      r = k.fma(FloatVector.broadcast(S, -P2), r);
      r = k.fma(FloatVector.broadcast(S, -P3), r);
      var u = r.mul(r);
      var s = u.fma(FloatVector.broadcast(S, S2), FloatVector.broadcast(S, S1));
      s = s.fma(u, FloatVector.broadcast(S, S0));
      s = s.mul(u).fma(r, r);
      var c = u.fma(FloatVector.broadcast(S, C2), FloatVector.broadcast(S, C1));
      c = c.fma(u, FloatVector.broadcast(S, C0));
      c = c.fma(u, FloatVector.broadcast(S, -0.5f)).fma(u, FloatVector.broadcast(S, 1));
      var quarter = t.reinterpretAsInts().add(ahead);
      var y = s.blend(c, quarter.and(1).compare(VectorOperators.NE, 0).cast(S));
      var turned =
          quarter
              .and(2)
              .lanewise(VectorOperators.LSHL, 30)
              .lanewise(VectorOperators.XOR, x0.reinterpretAsInts().and(sign));
      y = y.reinterpretAsInts().lanewise(VectorOperators.XOR, turned).reinterpretAsFloats();
      if (!a.compare(VectorOperators.LE, FAR).allTrue()) {
        y = far(ahead, x0, y);
      }
      y.intoArray(out, outAt + i);
    }
  }

  private static FloatVector far(int ahead, FloatVector x, FloatVector y) {
    var numbers = x.toArray();
    var values = y.toArray();
    for (int i = 0; i < L; i++) {
      if (!(Math.abs(numbers[i]) <= FAR)) {
        values[i] = (float) (ahead == 0 ? StrictMath.sin(numbers[i]) : StrictMath.cos(numbers[i]));
      }
    }
    return FloatVector.fromArray(S, values, 0);
  }
}

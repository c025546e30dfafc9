package lectern.backend.cpu.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sine and cosine in float64, to a unit in the last place. `n` is a multiple of the lanes.
///
/// |x| is brought to |r| ≤ π/4 by subtracting k·π/2 in three parts (W. J. Cody, W. Waite, Software
/// Manual for the Elementary Functions, 1980, chapter 8); k mod 4 says which of ±sin r, ±cos r it
/// is. The polynomials are minimax fits by Remez' exchange. Beyond [#FAR] the three parts of π/2
/// have too few digits; such numbers, one by one, go to [StrictMath].
final class DoubleCircle {

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final double FAR = 1e5;
  private static final double TWO_OVER_PI = 2 / Math.PI;

  /// Adding 3·2⁵¹ leaves a number's nearest integer in its lowest bits.
  private static final double MAGIC = 0x1.8p52;

  /// π/2 = P1 + P2 + P3, to 160 bits.
  private static final double P1 = 0x1.921fb54442d18p0;

  private static final double P2 = 0x1.1a62633145c07p-54;
  private static final double P3 = -0x1.f1976b7ed8fbcp-110;

  /// sin r = r + r³·(S0 + S1·r² + …), to 3.6e-18 of its value for |r| ≤ π/4.
  private static final double S0 = -0.1666666666666663;

  private static final double S1 = 0.008333333333322063;
  private static final double S2 = -0.00019841269829542593;
  private static final double S3 = 2.755731360452238e-06;
  private static final double S4 = -2.5050745037288083e-08;
  private static final double S5 = 1.5896067484080037e-10;

  /// cos r = 1 − r²/2 + r⁴·(C0 + C1·r² + …), to 5.6e-20.
  private static final double C0 = 0.041666666666666595;

  private static final double C1 = -0.0013888888888872975;
  private static final double C2 = 2.480158728880003e-05;
  private static final double C3 = -2.7557314163977895e-07;
  private static final double C4 = 2.0875698708684587e-09;
  private static final double C5 = -1.1358423523587706e-11;

  private DoubleCircle() {}

  static void sin(double[] x, int xAt, double[] out, int outAt, int n) {
    turn(0, Long.MIN_VALUE, x, xAt, out, outAt, n);
  }

  /// A quarter of a turn ahead of the sine, and x's sign does not count.
  static void cos(double[] x, int xAt, double[] out, int outAt, int n) {
    turn(1, 0, x, xAt, out, outAt, n);
  }

  /// @param ahead quarters of a turn that are added to |x|
  /// @param sign the bit of x that turns the result's sign
  private static void turn(
      int ahead, long sign, double[] x, int xAt, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i += L) {
      var x0 = DoubleVector.fromArray(S, x, xAt + i);
      var a = x0.abs();
      var t = a.fma(DoubleVector.broadcast(S, TWO_OVER_PI), DoubleVector.broadcast(S, MAGIC));
      var k = t.sub(MAGIC);
      var r = k.fma(DoubleVector.broadcast(S, -P1), a);
      r = k.fma(DoubleVector.broadcast(S, -P2), r);
      r = k.fma(DoubleVector.broadcast(S, -P3), r);
      var u = r.mul(r);
      var s = u.fma(DoubleVector.broadcast(S, S5), DoubleVector.broadcast(S, S4));
      s = s.fma(u, DoubleVector.broadcast(S, S3));
      s = s.fma(u, DoubleVector.broadcast(S, S2));
      s = s.fma(u, DoubleVector.broadcast(S, S1));
      s = s.fma(u, DoubleVector.broadcast(S, S0));
      s = s.mul(u).fma(r, r);
      var c = u.fma(DoubleVector.broadcast(S, C5), DoubleVector.broadcast(S, C4));
      c = c.fma(u, DoubleVector.broadcast(S, C3));
      c = c.fma(u, DoubleVector.broadcast(S, C2));
      c = c.fma(u, DoubleVector.broadcast(S, C1));
      c = c.fma(u, DoubleVector.broadcast(S, C0));
      c = c.fma(u, DoubleVector.broadcast(S, -0.5)).fma(u, DoubleVector.broadcast(S, 1));
      var quarter = t.reinterpretAsLongs().add(ahead);
      var y = s.blend(c, quarter.and(1).compare(VectorOperators.NE, 0).cast(S));
      var turned =
          quarter
              .and(2)
              .lanewise(VectorOperators.LSHL, 62)
              .lanewise(VectorOperators.XOR, x0.reinterpretAsLongs().and(sign));
      y = y.reinterpretAsLongs().lanewise(VectorOperators.XOR, turned).reinterpretAsDoubles();
      if (!a.compare(VectorOperators.LE, FAR).allTrue()) {
        y = far(ahead, x0, y);
      }
      y.intoArray(out, outAt + i);
    }
  }

  private static DoubleVector far(int ahead, DoubleVector x, DoubleVector y) {
    var numbers = x.toArray();
    var values = y.toArray();
    for (int i = 0; i < L; i++) {
      if (!(Math.abs(numbers[i]) <= FAR)) {
        values[i] = ahead == 0 ? StrictMath.sin(numbers[i]) : StrictMath.cos(numbers[i]);
      }
    }
    return DoubleVector.fromArray(S, values, 0);
  }
}

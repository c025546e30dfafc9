package lectern.backend.cpu.lanes;

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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums and extremes along a run. `n` is a multiple of the lanes and small enough that float sums
/// stay exact to their last digits.
final class Sums {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  static final VectorShuffle<Float> BY_HALF = VectorShuffle.iota(S, L / 2, 1, true);
  static final VectorShuffle<Float> BY_QUARTER = VectorShuffle.iota(S, L / 4, 1, true);
  static final VectorShuffle<Float> BY_EIGHTH = VectorShuffle.iota(S, L / 8, 1, true);
  static final VectorShuffle<Float> BY_SIXTEENTH = VectorShuffle.iota(S, L / 16, 1, true);

  private Sums() {}

  /// The lanes' sum, always in the same order: halves added until one lane is left. `reduceLanes`
  /// adds in another order once it is compiled, and a training would not repeat to the last digit.
  static float inOrder(FloatVector v) {
    var w = v.add(v.rearrange(BY_HALF));
    if (L > 2) {
      w = w.add(w.rearrange(BY_QUARTER));
    }
    if (L > 4) {
      w = w.add(w.rearrange(BY_EIGHTH));
    }
    if (L > 8) {
      w = w.add(w.rearrange(BY_SIXTEENTH));
    }
    return w.lane(0);
  }

  /// Σ x, in four sums side by side.
  static double sum(float[] x, int at, int n) {
    var s0 = FloatVector.zero(S);
    var s1 = FloatVector.zero(S);
    var s2 = FloatVector.zero(S);
    var s3 = FloatVector.zero(S);
    int i = at;
    for (; i <= at + n - 4 * L; i += 4 * L) {
      s0 = s0.add(FloatVector.fromArray(S, x, i));
      s1 = s1.add(FloatVector.fromArray(S, x, i + L));
      s2 = s2.add(FloatVector.fromArray(S, x, i + 2 * L));
      s3 = s3.add(FloatVector.fromArray(S, x, i + 3 * L));
    }
    for (; i < at + n; i += L) {
      s0 = s0.add(FloatVector.fromArray(S, x, i));
    }
    return inOrder(s0.add(s1).add(s2.add(s3)));
  }

  /// Σ x·y, in four sums side by side.
  static double dot(float[] x, int at, float[] y, int yAt, int n) {
    var s0 = FloatVector.zero(S);
    var s1 = FloatVector.zero(S);
    var s2 = FloatVector.zero(S);
    var s3 = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      s0 = FloatVector.fromArray(S, x, at + i).fma(FloatVector.fromArray(S, y, yAt + i), s0);
      s1 =
          FloatVector.fromArray(S, x, at + i + L).fma(FloatVector.fromArray(S, y, yAt + i + L), s1);
      s2 =
          FloatVector.fromArray(S, x, at + i + 2 * L)
              .fma(FloatVector.fromArray(S, y, yAt + i + 2 * L), s2);
      s3 =
          FloatVector.fromArray(S, x, at + i + 3 * L)
              .fma(FloatVector.fromArray(S, y, yAt + i + 3 * L), s3);
    }
    for (; i < n; i += L) {
      s0 = FloatVector.fromArray(S, x, at + i).fma(FloatVector.fromArray(S, y, yAt + i), s0);
    }
    return inOrder(s0.add(s1).add(s2.add(s3)));
  }

  /// max x by compare and blend, which is several times faster than the lanes' own maximum; NaN if
  /// there is one.
  static float max(float[] x, int at, int n) {
    var m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    var m1 = m0;
    var odd = S.maskAll(false);
    int i = at;
    for (; i <= at + n - 2 * L; i += 2 * L) {
      var a = FloatVector.fromArray(S, x, i);
      var b = FloatVector.fromArray(S, x, i + L);
      m0 = m0.blend(a, a.compare(VectorOperators.GT, m0));
      m1 = m1.blend(b, b.compare(VectorOperators.GT, m1));
      odd = odd.or(a.compare(VectorOperators.NE, a)).or(b.compare(VectorOperators.NE, b));
    }
    for (; i < at + n; i += L) {
      var a = FloatVector.fromArray(S, x, i);
      m0 = m0.blend(a, a.compare(VectorOperators.GT, m0));
      odd = odd.or(a.compare(VectorOperators.NE, a));
    }
    if (odd.anyTrue()) {
      return Float.NaN;
    }
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    float max = Float.NEGATIVE_INFINITY;
    for (float lane : m0.toArray()) {
      max = lane > max ? lane : max;
    }
    return max;
  }

  /// out ← e^(x − shift) for x ≤ shift, and its sum; results below the smallest normal number are
  /// 0.
  static double expShifted(float[] x, int at, float shift, float[] out, int outAt, int n) {
    var sum = FloatVector.zero(S);
    for (int i = 0; i < n; i += L) {
      var v = FloatVector.fromArray(S, x, at + i).sub(shift);
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
      e = e.blend(0, v.compare(VectorOperators.LT, -87.3f));
      sum = sum.add(e);
      e.intoArray(out, outAt + i);
    }
    return inOrder(sum);
  }
}

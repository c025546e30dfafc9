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
import static lectern.backend.cpu.lanes.Sums.BY_EIGHTH;
import static lectern.backend.cpu.lanes.Sums.BY_HALF;
import static lectern.backend.cpu.lanes.Sums.BY_QUARTER;
import static lectern.backend.cpu.lanes.Sums.BY_SIXTEENTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The softmax of rows, and the way back.
final class Softmax {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Softmax() {}

  /// Turns each row into e^(x − max x) / Σ e^(x − max x); see [LaneKernels#softmax]. A row is short
  /// enough for a sum in float.
  ///
  /// Three rows are under way at a time: one is scaled and written, one goes through e^x, of the
  /// next the maximum is sought. So nothing waits for a maximum or a sum, which end up in every
  /// lane, and `out` is written once.
  static void forward(
      float[] x, int at, float[] out, int outAt, int n, int rows, float[] statistics) {
    int whole = n - n % L;
    var tail = S.indexInRange(0, n - whole);
    int width = n + L;
    var kept = new float[3 * width];
    var scale = FloatVector.zero(S);
    var max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += L) {
      var a = FloatVector.fromArray(S, x, at + i);
      max = max.blend(a, a.compare(VectorOperators.GT, max));
    }
    if (whole < n) {
      var a = FloatVector.fromArray(S, x, at + whole, tail);
      max = max.blend(a, a.compare(VectorOperators.GT, max, tail));
    }
    for (int row = 0; row < rows; row++) {
      var other = max.rearrange(BY_HALF);
      max = max.blend(other, other.compare(VectorOperators.GT, max));
      other = max.rearrange(BY_QUARTER);
      max = max.blend(other, other.compare(VectorOperators.GT, max));
      other = max.rearrange(BY_EIGHTH);
      max = max.blend(other, other.compare(VectorOperators.GT, max));
      other = max.rearrange(BY_SIXTEENTH);
      max = max.blend(other, other.compare(VectorOperators.GT, max));
      var following = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
      var sum = FloatVector.zero(S);
      int now = at + row * n;
      int next = row + 1 < rows ? now + n : now;
      int nowKept = row % 2 * width;
      int lastKept = width - nowKept;
      // Before the first row there is none to write.
      var to = row == 0 ? kept : out;
      int toAt = row == 0 ? 2 * width : outAt + (row - 1) * n;
      for (int i = 0; i < whole; i += L) {
        FloatVector.fromArray(S, kept, lastKept + i).mul(scale).intoArray(to, toAt + i);
        var a = FloatVector.fromArray(S, x, next + i);
        following = following.blend(a, a.compare(VectorOperators.GT, following));
        var v = FloatVector.fromArray(S, x, now + i).sub(max);
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
        var e = p.mul(power).blend(0, v.compare(VectorOperators.LT, -87.3f));
        sum = sum.add(e);
        e.intoArray(kept, nowKept + i);
      }
      if (whole < n) {
        // The same once more for what is left, the other lanes 0.
        FloatVector.fromArray(S, kept, lastKept + whole)
            .mul(scale)
            .intoArray(to, toAt + whole, tail);
        var a = FloatVector.fromArray(S, x, next + whole, tail);
        following = following.blend(a, a.compare(VectorOperators.GT, following, tail));
        var v = FloatVector.fromArray(S, x, now + whole, tail).sub(max);
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
        var e = p.mul(power).blend(0, v.compare(VectorOperators.LT, -87.3f));
        sum = sum.add(FloatVector.zero(S).blend(e, tail));
        e.intoArray(kept, nowKept + whole);
      }
      sum = sum.add(sum.rearrange(BY_HALF));
      sum = L > 2 ? sum.add(sum.rearrange(BY_QUARTER)) : sum;
      sum = L > 4 ? sum.add(sum.rearrange(BY_EIGHTH)) : sum;
      sum = L > 8 ? sum.add(sum.rearrange(BY_SIXTEENTH)) : sum;
      if (statistics != null) {
        statistics[2 * row] = max.lane(0);
        statistics[2 * row + 1] = sum.lane(0);
      }
      scale = FloatVector.broadcast(S, 1).div(sum);
      max = following;
    }
    int lastKept = (rows - 1) % 2 * width;
    int toAt = outAt + (rows - 1) * n;
    for (int i = 0; i < whole; i += L) {
      FloatVector.fromArray(S, kept, lastKept + i).mul(scale).intoArray(out, toAt + i);
    }
    if (whole < n) {
      FloatVector.fromArray(S, kept, lastKept + whole)
          .mul(scale)
          .intoArray(out, toAt + whole, tail);
    }
  }

  /// out ← p·(g − Σ g·p) for each row, which is short enough for a sum in float.
  static void backward(
      float[] g, int gAt, float[] p, int pAt, float[] out, int outAt, int n, int rows) {
    int whole = n - n % L;
    var tail = S.indexInRange(0, n - whole);
    for (int row = 0; row < rows; row++) {
      int from = gAt + row * n;
      int value = pAt + row * n;
      int to = outAt + row * n;
      var sum0 = FloatVector.zero(S);
      var sum1 = FloatVector.zero(S);
      int i = 0;
      for (; i <= whole - 2 * L; i += 2 * L) {
        var a = FloatVector.fromArray(S, g, from + i);
        sum0 = a.fma(FloatVector.fromArray(S, p, value + i), sum0);
        var b = FloatVector.fromArray(S, g, from + i + L);
        sum1 = b.fma(FloatVector.fromArray(S, p, value + i + L), sum1);
      }
      if (i < whole) {
        var a = FloatVector.fromArray(S, g, from + i);
        sum0 = a.fma(FloatVector.fromArray(S, p, value + i), sum0);
      }
      if (whole < n) {
        var a = FloatVector.fromArray(S, g, from + whole, tail);
        sum1 = a.fma(FloatVector.fromArray(S, p, value + whole, tail), sum1);
      }
      var sum = sum0.add(sum1);
      sum = sum.add(sum.rearrange(BY_HALF));
      sum = L > 2 ? sum.add(sum.rearrange(BY_QUARTER)) : sum;
      sum = L > 4 ? sum.add(sum.rearrange(BY_EIGHTH)) : sum;
      sum = L > 8 ? sum.add(sum.rearrange(BY_SIXTEENTH)) : sum;
      for (i = 0; i < whole; i += L) {
        FloatVector.fromArray(S, g, from + i)
            .sub(sum)
            .mul(FloatVector.fromArray(S, p, value + i))
            .intoArray(out, to + i);
      }
      if (whole < n) {
        FloatVector.fromArray(S, g, from + whole, tail)
            .sub(sum)
            .mul(FloatVector.fromArray(S, p, value + whole, tail))
            .intoArray(out, to + whole, tail);
      }
    }
  }
}

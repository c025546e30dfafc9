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
import static lectern.backend.cpu.lanes.Sums.inOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// What layer normalization and attention do to a row at a time. What is left behind the last whole
/// vector is done one by one.
final class Rows {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Rows() {}

  /// y = γ·(x − μ)·r + β for each row; writes μ and r to `statistics`. As in [#softmax], three rows
  /// are under way at a time: one is written, of the next the variance is summed, of the one after
  /// it the mean.
  static void layerNorm(
      float[] x,
      int at,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int yAt,
      int n,
      int rows,
      float[] statistics,
      int meanAt,
      int rAt) {
    int whole = n - n % L;
    // Added up as every row's sum is below: a row's bits are not to depend on where a loop begins.
    var first = FloatVector.zero(S);
    for (int i = at; i < at + whole; i += L) {
      first = first.add(FloatVector.fromArray(S, x, i));
    }
    float sum = inOrder(first);
    for (int i = at + whole; i < at + n; i++) {
      sum += x[i];
    }
    float lastMean = 0;
    float lastR = 0;
    for (int row = 0; row < rows; row++) {
      int now = at + row * n;
      int next = row + 1 < rows ? now + n : now;
      // The first row is written twice, for there is none before it.
      int last = at + Math.max(0, row - 1) * n;
      int to = yAt - at + last;
      float mean = sum / n;
      var sums = FloatVector.zero(S);
      var squares = FloatVector.zero(S);
      for (int i = 0; i < whole; i += L) {
        FloatVector.fromArray(S, x, last + i)
            .sub(lastMean)
            .mul(lastR)
            .fma(FloatVector.fromArray(S, gamma, i), FloatVector.fromArray(S, beta, i))
            .intoArray(y, to + i);
        var d = FloatVector.fromArray(S, x, now + i).sub(mean);
        squares = d.fma(d, squares);
        sums = sums.add(FloatVector.fromArray(S, x, next + i));
      }
      sum = inOrder(sums);
      float square = inOrder(squares);
      for (int i = whole; i < n; i++) {
        y[to + i] = Math.fma((x[last + i] - lastMean) * lastR, gamma[i], beta[i]);
        square += (x[now + i] - mean) * (x[now + i] - mean);
        sum += x[next + i];
      }
      lastMean = mean;
      lastR = (float) (1 / Math.sqrt(square / n + eps));
      statistics[meanAt + row] = lastMean;
      statistics[rAt + row] = lastR;
    }
    int last = at + (rows - 1) * n;
    int to = yAt - at + last;
    for (int i = 0; i < whole; i += L) {
      FloatVector.fromArray(S, x, last + i)
          .sub(lastMean)
          .mul(lastR)
          .fma(FloatVector.fromArray(S, gamma, i), FloatVector.fromArray(S, beta, i))
          .intoArray(y, to + i);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = Math.fma((x[last + i] - lastMean) * lastR, gamma[i], beta[i]);
    }
  }

  /// ∂x = r·(h − mean h − y·mean(h·y)), h = g·γ, y = (x − μ)·r; ∂γ += g·y, ∂β += g.
  static void layerNormGrad(
      float[] g,
      int gAt,
      float[] x,
      int at,
      float[] gamma,
      float mean,
      float r,
      float[] dx,
      int dxAt,
      float[] dGamma,
      float[] dBeta,
      int n) {
    int whole = n - n % L;
    var sumH = FloatVector.zero(S);
    var sumHy = FloatVector.zero(S);
    int i = 0;
    for (; i < whole; i += L) {
      var d = FloatVector.fromArray(S, g, gAt + i);
      var y = FloatVector.fromArray(S, x, at + i).sub(mean).mul(r);
      var h = d.mul(FloatVector.fromArray(S, gamma, i));
      sumH = sumH.add(h);
      sumHy = h.fma(y, sumHy);
      d.fma(y, FloatVector.fromArray(S, dGamma, i)).intoArray(dGamma, i);
      d.add(FloatVector.fromArray(S, dBeta, i)).intoArray(dBeta, i);
    }
    float first = inOrder(sumH);
    float second = inOrder(sumHy);
    for (; i < n; i++) {
      float d = g[gAt + i];
      float y = (x[at + i] - mean) * r;
      first += d * gamma[i];
      second += d * gamma[i] * y;
      dGamma[i] += d * y;
      dBeta[i] += d;
    }
    first /= n;
    second /= n;
    for (i = 0; i < whole; i += L) {
      var y = FloatVector.fromArray(S, x, at + i).sub(mean).mul(r);
      FloatVector.fromArray(S, g, gAt + i)
          .mul(FloatVector.fromArray(S, gamma, i))
          .sub(first)
          .sub(y.mul(second))
          .mul(r)
          .intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) {
      float y = (x[at + i] - mean) * r;
      dx[dxAt + i] = (g[gAt + i] * gamma[i] - first - y * second) * r;
    }
  }

  /// Turns each row into e^(x − max x) / Σ e^(x − max x); see [LaneKernels#softmax]. A row is short
  /// enough for a sum in float.
  ///
  /// Three rows are under way at a time: one is scaled and written, one goes through e^x, of the
  /// next the maximum is sought. So nothing waits for a maximum or a sum, which end up in every
  /// lane, and `out` is written once.
  static void softmax(
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
  static void softmaxGrad(
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

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

/// What layer normalization and attention do to a row at a time. What is left behind the last whole
/// vector is done one by one.
final class Rows {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final VectorShuffle<Float> BY_HALF = VectorShuffle.iota(S, L / 2, 1, true);
  private static final VectorShuffle<Float> BY_QUARTER = VectorShuffle.iota(S, L / 4, 1, true);
  private static final VectorShuffle<Float> BY_EIGHTH = VectorShuffle.iota(S, L / 8, 1, true);
  private static final VectorShuffle<Float> BY_SIXTEENTH = VectorShuffle.iota(S, L / 16, 1, true);

  /// Elements whose sum is made in float before it is added to a double.
  private static final int BLOCK = 4096;

  private Rows() {}

  /// The lanes' sum, always in the same order; see [Sums].
  private static float inOrder(FloatVector v) {
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

  /// y = γ·(x − μ)·r + β; writes μ and r to `statistics`.
  static void layerNorm(
      float[] x,
      int at,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int yAt,
      int n,
      float[] statistics,
      int meanAt,
      int rAt) {
    int whole = n - n % L;
    var sum0 = FloatVector.zero(S);
    var sum1 = FloatVector.zero(S);
    int i = 0;
    for (; i <= whole - 2 * L; i += 2 * L) {
      sum0 = sum0.add(FloatVector.fromArray(S, x, at + i));
      sum1 = sum1.add(FloatVector.fromArray(S, x, at + i + L));
    }
    for (; i < whole; i += L) {
      sum0 = sum0.add(FloatVector.fromArray(S, x, at + i));
    }
    float sum = inOrder(sum0.add(sum1));
    for (; i < n; i++) {
      sum += x[at + i];
    }
    float mean = sum / n;
    var square0 = FloatVector.zero(S);
    var square1 = FloatVector.zero(S);
    i = 0;
    for (; i <= whole - 2 * L; i += 2 * L) {
      var a = FloatVector.fromArray(S, x, at + i).sub(mean);
      var b = FloatVector.fromArray(S, x, at + i + L).sub(mean);
      square0 = a.fma(a, square0);
      square1 = b.fma(b, square1);
    }
    for (; i < whole; i += L) {
      var a = FloatVector.fromArray(S, x, at + i).sub(mean);
      square0 = a.fma(a, square0);
    }
    float squares = inOrder(square0.add(square1));
    for (; i < n; i++) {
      float d = x[at + i] - mean;
      squares += d * d;
    }
    float r = (float) (1 / Math.sqrt(squares / n + eps));
    for (i = 0; i < whole; i += L) {
      FloatVector.fromArray(S, x, at + i)
          .sub(mean)
          .mul(r)
          .fma(FloatVector.fromArray(S, gamma, i), FloatVector.fromArray(S, beta, i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.fma((x[at + i] - mean) * r, gamma[i], beta[i]);
    }
    statistics[meanAt] = mean;
    statistics[rAt] = r;
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

  /// out ← e^(x − max x) / Σ e^(x − max x). A NaN in the row makes all of it NaN.
  static void softmax(float[] x, int at, float[] out, int outAt, int n) {
    var tail = S.indexInRange(0, n % L);
    int whole = n - n % L;
    var m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    var m1 = m0;
    int i = 0;
    for (; i <= whole - 2 * L; i += 2 * L) {
      var a = FloatVector.fromArray(S, x, at + i);
      var b = FloatVector.fromArray(S, x, at + i + L);
      m0 = m0.blend(a, a.compare(VectorOperators.GT, m0));
      m1 = m1.blend(b, b.compare(VectorOperators.GT, m1));
    }
    for (; i < whole; i += L) {
      var a = FloatVector.fromArray(S, x, at + i);
      m0 = m0.blend(a, a.compare(VectorOperators.GT, m0));
    }
    if (whole < n) {
      var a = FloatVector.fromArray(S, x, at + whole, tail);
      m1 = m1.blend(a, a.compare(VectorOperators.GT, m1, tail));
    }
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    m1 = m0.rearrange(BY_HALF);
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    m1 = m0.rearrange(BY_QUARTER);
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    m1 = m0.rearrange(BY_EIGHTH);
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    m1 = m0.rearrange(BY_SIXTEENTH);
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    float max = m0.lane(0);
    double total = 0;
    for (int block = 0; block < n; block += BLOCK) {
      var sum = FloatVector.zero(S);
      int end = Math.min(whole, block + BLOCK);
      for (i = block; i < end; i += L) {
        var v = FloatVector.fromArray(S, x, at + i).sub(max);
        var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
        var k = t.sub(MAGIC);
        var r = k.fma(FloatVector.broadcast(S, -LN2), v);
        r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
        var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
        p = p.fma(r, FloatVector.broadcast(S, E4));
        p = p.fma(r, FloatVector.broadcast(S, E3));
        p = p.fma(r, FloatVector.broadcast(S, E2));
        p = p.fma(r.mul(r), r).add(1);
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
      if (block + BLOCK >= n && whole < n) {
        // The same once more for what is left, the other lanes 0.
        var v = FloatVector.fromArray(S, x, at + whole, tail).sub(max);
        var t = v.fma(FloatVector.broadcast(S, LOG2E), FloatVector.broadcast(S, MAGIC));
        var k = t.sub(MAGIC);
        var r = k.fma(FloatVector.broadcast(S, -LN2), v);
        r = k.fma(FloatVector.broadcast(S, -LN2_REST), r);
        var p = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
        p = p.fma(r, FloatVector.broadcast(S, E4));
        p = p.fma(r, FloatVector.broadcast(S, E3));
        p = p.fma(r, FloatVector.broadcast(S, E2));
        p = p.fma(r.mul(r), r).add(1);
        var power =
            t.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, 23)
                .add(ONE_BITS)
                .reinterpretAsFloats();
        var e = p.mul(power);
        e = e.blend(0, v.compare(VectorOperators.LT, -87.3f));
        sum = sum.add(FloatVector.zero(S).blend(e, tail));
        e.intoArray(out, outAt + whole, tail);
      }
      total += inOrder(sum);
    }
    float scale = (float) (1 / total);
    for (i = 0; i < whole; i += L) {
      FloatVector.fromArray(S, out, outAt + i).mul(scale).intoArray(out, outAt + i);
    }
    if (whole < n) {
      FloatVector.fromArray(S, out, outAt + whole, tail)
          .mul(scale)
          .intoArray(out, outAt + whole, tail);
    }
  }

  /// Σ x·y
  static double dot(float[] x, int xAt, float[] y, int yAt, int n) {
    int whole = n - n % L;
    var sum0 = FloatVector.zero(S);
    var sum1 = FloatVector.zero(S);
    int i = 0;
    for (; i <= whole - 2 * L; i += 2 * L) {
      sum0 = FloatVector.fromArray(S, x, xAt + i).fma(FloatVector.fromArray(S, y, yAt + i), sum0);
      sum1 =
          FloatVector.fromArray(S, x, xAt + i + L)
              .fma(FloatVector.fromArray(S, y, yAt + i + L), sum1);
    }
    for (; i < whole; i += L) {
      sum0 = FloatVector.fromArray(S, x, xAt + i).fma(FloatVector.fromArray(S, y, yAt + i), sum0);
    }
    double sum = inOrder(sum0.add(sum1));
    for (; i < n; i++) {
      sum += (double) x[xAt + i] * y[yAt + i];
    }
    return sum;
  }
}

package lectern.backend.cpu.lanes;

import static lectern.backend.cpu.lanes.Sums.inOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What layer normalization does to a row at a time. What is left behind the last whole vector is
/// done one by one.
final class LayerNormRows {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private LayerNormRows() {}

  /// y = γ·(x − μ)·r + β for each row; writes μ and r to `statistics`. As in [Softmax], three rows
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
}

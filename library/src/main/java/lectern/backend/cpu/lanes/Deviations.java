package lectern.backend.cpu.lanes;

import static lectern.backend.cpu.lanes.Sums.inOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What normalization does with the distance from a mean. What is left behind the last whole vector
/// is done one by one; sums are over few enough numbers that floats keep their last digits.
final class Deviations {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private Deviations() {}

  /// Σ (x − mean)²
  static double squares(float[] x, int at, float mean, int n) {
    var s0 = FloatVector.zero(S);
    var s1 = FloatVector.zero(S);
    int i = at;
    for (; i <= at + n - 2 * L; i += 2 * L) {
      var a = FloatVector.fromArray(S, x, i).sub(mean);
      var b = FloatVector.fromArray(S, x, i + L).sub(mean);
      s0 = a.fma(a, s0);
      s1 = b.fma(b, s1);
    }
    if (i <= at + n - L) {
      var a = FloatVector.fromArray(S, x, i).sub(mean);
      s0 = a.fma(a, s0);
      i += L;
    }
    double sum = inOrder(s0.add(s1));
    for (; i < at + n; i++) {
      float d = x[i] - mean;
      sum += (double) d * d;
    }
    return sum;
  }

  /// Σ g·(x − mean)
  static double dot(float[] g, int gAt, float[] x, int at, float mean, int n) {
    var s0 = FloatVector.zero(S);
    var s1 = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      var a = FloatVector.fromArray(S, x, at + i).sub(mean);
      var b = FloatVector.fromArray(S, x, at + i + L).sub(mean);
      s0 = FloatVector.fromArray(S, g, gAt + i).fma(a, s0);
      s1 = FloatVector.fromArray(S, g, gAt + i + L).fma(b, s1);
    }
    if (i <= n - L) {
      var a = FloatVector.fromArray(S, x, at + i).sub(mean);
      s0 = FloatVector.fromArray(S, g, gAt + i).fma(a, s0);
      i += L;
    }
    double sum = inOrder(s0.add(s1));
    for (; i < n; i++) {
      sum += (double) g[gAt + i] * (x[at + i] - mean);
    }
    return sum;
  }

  /// y ← (x − mean)·scale + shift
  static void scale(
      float[] x, int at, float mean, float scale, float shift, float[] y, int yAt, int n) {
    var a = FloatVector.broadcast(S, scale);
    var b = FloatVector.broadcast(S, shift);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, at + i).sub(mean).fma(a, b).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.fma(x[at + i] - mean, scale, shift);
    }
  }

  /// dx ← g·scale + shift + (x − mean)·slope
  static void grad(
      float[] g,
      int gAt,
      float[] x,
      int at,
      float mean,
      float scale,
      float shift,
      float slope,
      float[] dx,
      int dxAt,
      int n) {
    var a = FloatVector.broadcast(S, scale);
    var b = FloatVector.broadcast(S, shift);
    var c = FloatVector.broadcast(S, slope);
    int i = 0;
    for (; i <= n - L; i += L) {
      var rest = FloatVector.fromArray(S, x, at + i).sub(mean).fma(c, b);
      FloatVector.fromArray(S, g, gAt + i).fma(a, rest).intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) {
      dx[dxAt + i] = Math.fma(g[gAt + i], scale, Math.fma(x[at + i] - mean, slope, shift));
    }
  }
}

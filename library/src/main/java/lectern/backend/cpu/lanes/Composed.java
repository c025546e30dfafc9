package lectern.backend.cpu.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Functions made of others, a piece at a time that stays in the first cache. `n` is a multiple of
/// the lanes. The JDK's own vector functions would be shorter, but give other last digits once they
/// are compiled, and a training would not repeat.
final class Composed {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PIECE = 32 * L;

  /// 2√(2/π) and the cubic term of GELU's tanh form.
  private static final float SCALE = (float) (2 * Math.sqrt(2 / Math.PI));

  private static final float CUBIC = 0.044715f;

  /// A square beyond which σ(2u) is 0 or 1: an infinite slope times 0 would be no number.
  private static final float ENOUGH = 1e4f;

  private Composed() {}

  /// z ← ln(1 + x) = ln w·x/(w − 1), w = 1 + x as it is rounded.
  static void log1p(float[] x, int xAt, float[] z, int zAt, int n) {
    var logs = new float[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      for (int i = 0; i < count; i += L) {
        FloatVector.fromArray(S, x, xAt + from + i).add(1).intoArray(logs, i);
      }
      Exponentials.log(logs, 0, logs, 0, count);
      for (int i = 0; i < count; i += L) {
        var v = FloatVector.fromArray(S, x, xAt + from + i);
        var rounded = v.add(1).sub(1);
        var log = FloatVector.fromArray(S, logs, i);
        // Of the smallest numbers nothing is left in w; at the ends the logarithm is right alone.
        log.mul(v.div(rounded))
            .blend(log, v.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
            .blend(v, rounded.compare(VectorOperators.EQ, 0))
            .intoArray(z, zAt + from + i);
      }
    }
  }

  /// z ← max(x, 0) + ln(1 + e^−|x|)
  static void softplus(float[] x, int xAt, float[] z, int zAt, int n) {
    var small = new float[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      for (int i = 0; i < count; i += L) {
        FloatVector.fromArray(S, x, xAt + from + i).abs().neg().intoArray(small, i);
      }
      Exponentials.exp(small, 0, small, 0, count);
      log1p(small, 0, small, 0, count);
      for (int i = 0; i < count; i += L) {
        var v = FloatVector.fromArray(S, x, xAt + from + i);
        v.max(0).add(FloatVector.fromArray(S, small, i)).intoArray(z, zAt + from + i);
      }
    }
  }

  /// z ← x·σ(2u), u = √(2/π)(x + 0.044715 x³)
  static void geluTanh(float[] x, int xAt, float[] z, int zAt, int n) {
    var s = new float[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      twoU(1, x, xAt + from, s, count);
      Exponentials.sigmoid(s, 0, s, 0, count);
      Arithmetic.multiply(s, 0, x, xAt + from, z, zAt + from, count);
    }
  }

  /// z ← g·(s + 2x·s·(1 − s)·u′), s = σ(2u) and 1 − s = σ(−2u)
  static void geluTanhGrad(float[] g, int gAt, float[] x, int xAt, float[] z, int zAt, int n) {
    var sigmoids = new float[PIECE];
    var rests = new float[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      twoU(1, x, xAt + from, sigmoids, count);
      twoU(-1, x, xAt + from, rests, count);
      Exponentials.sigmoid(sigmoids, 0, sigmoids, 0, count);
      Exponentials.sigmoid(rests, 0, rests, 0, count);
      for (int i = 0; i < count; i += L) {
        var v = FloatVector.fromArray(S, x, xAt + from + i);
        var square = v.mul(v);
        square = square.blend(ENOUGH, square.compare(VectorOperators.GT, ENOUGH));
        var slope = square.mul(3 * CUBIC).add(1).mul(SCALE);
        var s = FloatVector.fromArray(S, sigmoids, i);
        var d = v.mul(s).mul(FloatVector.fromArray(S, rests, i)).fma(slope, s);
        FloatVector.fromArray(S, g, gAt + from + i).mul(d).intoArray(z, zAt + from + i);
      }
    }
  }

  /// out ← ±2u
  private static void twoU(float sign, float[] x, int xAt, float[] out, int n) {
    for (int i = 0; i < n; i += L) {
      var v = FloatVector.fromArray(S, x, xAt + i);
      v.mul(v).mul(CUBIC).add(1).mul(v).mul(sign * SCALE).intoArray(out, i);
    }
  }

  /// z ← g·s·(1 + x·(1 − s)), s = σ(x)
  static void siluGrad(float[] g, int gAt, float[] x, int xAt, float[] z, int zAt, int n) {
    var sigmoids = new float[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      Exponentials.sigmoid(x, xAt + from, sigmoids, 0, count);
      for (int i = 0; i < count; i += L) {
        var v = FloatVector.fromArray(S, x, xAt + from + i);
        var s = FloatVector.fromArray(S, sigmoids, i);
        var d = v.sub(v.mul(s)).add(1).mul(s);
        FloatVector.fromArray(S, g, gAt + from + i).mul(d).intoArray(z, zAt + from + i);
      }
    }
  }
}

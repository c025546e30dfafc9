package lectern.backend.cpu.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Float64 functions made of others, a piece at a time that stays in the first cache. `n` is a
/// multiple of the lanes.
final class DoubleComposed {

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PIECE = 32 * L;

  private DoubleComposed() {}

  /// z ← 1/(1 + e⁻ˣ) = (1 or e^−|x|)/(1 + e^−|x|)
  static void sigmoid(double[] x, int xAt, double[] z, int zAt, int n) {
    var small = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      expOfMinusSize(x, xAt + from, small, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        var e = DoubleVector.fromArray(S, small, i);
        DoubleVector.broadcast(S, 1)
            .blend(e, v.compare(VectorOperators.LT, 0))
            .div(e.add(1))
            .intoArray(z, zAt + from + i);
      }
    }
  }

  /// z ← x/(1 + e⁻ˣ)
  static void silu(double[] x, int xAt, double[] z, int zAt, int n) {
    var small = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      expOfMinusSize(x, xAt + from, small, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        var e = DoubleVector.fromArray(S, small, i);
        DoubleVector.broadcast(S, 1)
            .blend(e, v.compare(VectorOperators.LT, 0))
            .div(e.add(1))
            .mul(v)
            .intoArray(z, zAt + from + i);
      }
    }
  }

  /// z ← max(x, 0) + ln(1 + e^−|x|)
  static void softplus(double[] x, int xAt, double[] z, int zAt, int n) {
    var small = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      expOfMinusSize(x, xAt + from, small, count);
      log1p(small, 0, small, 0, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        v.max(0).add(DoubleVector.fromArray(S, small, i)).intoArray(z, zAt + from + i);
      }
    }
  }

  /// out ← e^−|x|
  private static void expOfMinusSize(double[] x, int xAt, double[] out, int n) {
    for (int i = 0; i < n; i += L) {
      DoubleVector.fromArray(S, x, xAt + i).abs().neg().intoArray(out, i);
    }
    DoubleExponentials.exp(out, 0, out, 0, n);
  }

  /// z ← ln(1 + x) = ln w·x/(w − 1), w = 1 + x as it is rounded; see [Composed].
  static void log1p(double[] x, int xAt, double[] z, int zAt, int n) {
    var logs = new double[PIECE];
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      for (int i = 0; i < count; i += L) {
        DoubleVector.fromArray(S, x, xAt + from + i).add(1).intoArray(logs, i);
      }
      DoubleExponentials.log(logs, 0, logs, 0, count);
      for (int i = 0; i < count; i += L) {
        var v = DoubleVector.fromArray(S, x, xAt + from + i);
        var rounded = v.add(1).sub(1);
        var log = DoubleVector.fromArray(S, logs, i);
        log.mul(v.div(rounded))
            .blend(log, v.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
            .blend(v, rounded.compare(VectorOperators.EQ, 0))
            .intoArray(z, zAt + from + i);
      }
    }
  }

  /// out ← e^(x − shift), and its sum, always in the same order; see [Sums].
  static double expShifted(double[] x, int at, double shift, double[] out, int outAt, int n) {
    var sum = DoubleVector.zero(S);
    for (int from = 0; from < n; from += PIECE) {
      int count = Math.min(PIECE, n - from);
      for (int i = from; i < from + count; i += L) {
        DoubleVector.fromArray(S, x, at + i).sub(shift).intoArray(out, outAt + i);
      }
      DoubleExponentials.exp(out, outAt + from, out, outAt + from, count);
      for (int i = from; i < from + count; i += L) {
        sum = sum.add(DoubleVector.fromArray(S, out, outAt + i));
      }
    }
    double total = 0;
    for (double lane : sum.toArray()) {
      total += lane;
    }
    return total;
  }

  /// max x by compare and blend; NaN if there is one.
  static double max(double[] x, int at, int n) {
    var most = DoubleVector.broadcast(S, Double.NEGATIVE_INFINITY);
    var odd = S.maskAll(false);
    for (int i = at; i < at + n; i += L) {
      var a = DoubleVector.fromArray(S, x, i);
      most = most.blend(a, a.compare(VectorOperators.GT, most));
      odd = odd.or(a.compare(VectorOperators.NE, a));
    }
    if (odd.anyTrue()) {
      return Double.NaN;
    }
    double max = Double.NEGATIVE_INFINITY;
    for (double lane : most.toArray()) {
      max = lane > max ? lane : max;
    }
    return max;
  }
}

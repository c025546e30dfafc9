package lectern.backend.cpu;

import lectern.backend.Binary;
import lectern.backend.Unary;

/// The float64 loops that vector lanes make several times faster; here as plain loops.
public interface DoubleKernels {

  /// out ← f(x)
  default void unary(Unary f, double[] x, int xAt, double[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = f.apply(x[xAt + i]);
    }
  }

  /// out ← g·(Φ(x) + x·φ(x)), the way back of GELU.
  default void geluGrad(double[] g, int gAt, double[] x, int xAt, double[] out, int outAt, int n) {
    DoubleBinary.apply(Binary.GELU_GRAD, g, gAt, x, xAt, out, outAt, n);
  }

  /// max x, NaN if there is one; −∞ of nothing.
  default double max(double[] x, int at, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /// out ← e^(x − shift); returns the sum of `out`. `out` may be `x`.
  default double expShifted(double[] x, int at, double shift, double[] out, int outAt, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = Math.exp(x[at + i] - shift);
      out[outAt + i] = e;
      sum += e;
    }
    return sum;
  }
}

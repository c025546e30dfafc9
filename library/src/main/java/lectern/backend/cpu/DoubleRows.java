package lectern.backend.cpu;

import lectern.backend.Binary;
import lectern.backend.Unary;

/// Softmax and its kin of one row of float64.
final class DoubleRows {

  private final DoubleKernels kernels;

  DoubleRows(DoubleKernels kernels) {
    this.kernels = kernels;
  }

  /// The softmax, or its logarithm; for the softmax `out` may be `x`.
  void softmax(boolean log, double[] x, int at, double[] out, int outAt, int n) {
    double max = kernels.max(x, at, n);
    double sum = kernels.expShifted(x, at, max, out, outAt, n);
    if (!log) {
      DoubleBinary.apply(Binary.DIV, out, outAt, sum, out, outAt, n);
      return;
    }
    double log1 = Math.log(sum);
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[at + i] - max - log1;
    }
  }

  /// The softmax where the row stands; its maximum m and Σ e^(x − m) go to `statistics`.
  void softmax(double[] x, int at, int n, double[] statistics, int statisticsAt) {
    double max = kernels.max(x, at, n);
    double sum = kernels.expShifted(x, at, max, x, at, n);
    DoubleBinary.apply(Binary.DIV, x, at, sum, x, at, n);
    statistics[statisticsAt] = max;
    statistics[statisticsAt + 1] = sum;
  }

  /// out ← p·(g − Σ g·p), or g − e^ℓ·Σ g where `p` is the logarithm ℓ.
  void softmaxGrad(
      boolean log, double[] g, int gAt, double[] p, int pAt, double[] out, int at, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += log ? g[gAt + i] : g[gAt + i] * p[pAt + i];
    }
    double s = sum;
    if (log) {
      kernels.unary(Unary.EXP, p, pAt, out, at, n);
      for (int i = 0; i < n; i++) {
        out[at + i] = g[gAt + i] - out[at + i] * s;
      }
    } else {
      for (int i = 0; i < n; i++) {
        out[at + i] = p[pAt + i] * (g[gAt + i] - s);
      }
    }
  }

  /// Writes the softmax to `p`.
  ///
  /// @return −ln p of the class
  double crossEntropy(double[] x, int at, double[] p, int pAt, int n, int label) {
    double max = kernels.max(x, at, n);
    double sum = kernels.expShifted(x, at, max, p, pAt, n);
    DoubleBinary.apply(Binary.DIV, p, pAt, sum, p, pAt, n);
    return Math.log(sum) - (x[at + label] - max);
  }
}

package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.Reduction;
import lectern.backend.SgdStep;
import lectern.backend.Unary;

/// [Loops] over `double[]`.
final class DoubleLoops implements Loops {

  static final DoubleLoops INSTANCE = new DoubleLoops();

  private final DoubleKernels kernels = FloatKernels.best().doubles();

  private final DoubleRows rows = new DoubleRows(kernels);

  private DoubleLoops() {}

  @Override
  public Object make(int n) {
    return new double[n];
  }

  @Override
  public void unary(Unary f, Object x, int xAt, Object out, int outAt, int n) {
    kernels.unary(f, (double[]) x, xAt, (double[]) out, outAt, n);
  }

  @Override
  public void binary(Binary f, Object a, int aAt, Object b, int bAt, Object out, int outAt, int n) {
    var x = (double[]) a;
    var y = (double[]) b;
    if (f == Binary.GELU_GRAD) {
      kernels.geluGrad(x, aAt, y, bAt, (double[]) out, outAt, n);
    } else {
      DoubleBinary.apply(f, x, aAt, y, bAt, (double[]) out, outAt, n);
    }
  }

  @Override
  public void binary(Binary f, Object a, int aAt, double b, Object out, int outAt, int n) {
    DoubleBinary.apply(f, (double[]) a, aAt, b, (double[]) out, outAt, n);
  }

  @Override
  public void compare(
      Binary f, Object a, int aAt, Object b, int bAt, boolean[] out, int outAt, int n) {
    DoubleBinary.compare(f, (double[]) a, aAt, (double[]) b, bAt, out, outAt, n);
  }

  @Override
  public void where(
      boolean[] condition,
      int conditionAt,
      Object a,
      int aAt,
      Object b,
      int bAt,
      Object out,
      int outAt,
      int n) {
    var x = (double[]) a;
    var y = (double[]) b;
    var z = (double[]) out;
    for (int i = 0; i < n; i++) {
      z[outAt + i] = condition[conditionAt + i] ? x[aAt + i] : y[bAt + i];
    }
  }

  @Override
  public void outerSum(Object x, int xAt, int m, Object y, int yAt, int n, Object out, int outAt) {
    for (int i = 0; i < m; i++) {
      binary(Binary.ADD, y, yAt, get(x, xAt + i), out, outAt + i * n, n);
    }
  }

  @Override
  public void addScaled(double alpha, Object x, int xAt, Object y, int yAt, int n) {
    var from = (double[]) x;
    var to = (double[]) y;
    double factor = alpha;
    for (int i = 0; i < n; i++) {
      to[yAt + i] += factor * from[xAt + i];
    }
  }

  @Override
  public void fill(Object out, int at, int n, double value) {
    Arrays.fill((double[]) out, at, at + n, value);
  }

  @Override
  public void gather(Object x, int xAt, int stride, Object out, int outAt, int n) {
    var from = (double[]) x;
    var to = (double[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i] = from[xAt + i * stride];
    }
  }

  @Override
  public void pick(Object x, int xAt, int[] index, int indexAt, Object out, int outAt, int n) {
    var from = (double[]) x;
    var to = (double[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i] = from[xAt + index[indexAt + i]];
    }
  }

  @Override
  public void put(Object x, int xAt, int[] index, int indexAt, Object out, int outAt, int n) {
    var from = (double[]) x;
    var to = (double[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + index[indexAt + i]] += from[xAt + i];
    }
  }

  @Override
  public void scatter(Object x, int xAt, Object out, int outAt, int stride, int n) {
    var from = (double[]) x;
    var to = (double[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i * stride] = from[xAt + i];
    }
  }

  @Override
  public double reduce(Reduction f, Object x, int at, int n) {
    var a = (double[]) x;
    return switch (f) {
      case SUM, MEAN -> sum(a, at, n);
      case PROD -> fold(Binary.MUL, 1, a, at, n);
      case MAX -> kernels.max(a, at, n);
      case MIN -> fold(Binary.MIN, Double.POSITIVE_INFINITY, a, at, n);
    };
  }

  private static double sum(double[] x, int at, int n) {
    double even = 0;
    double odd = 0;
    int i = at;
    for (; i + 1 < at + n; i += 2) {
      even += x[i];
      odd += x[i + 1];
    }
    return even + odd + (i < at + n ? x[i] : 0);
  }

  private static double fold(Binary f, double start, double[] x, int at, int n) {
    double value = start;
    for (int i = at; i < at + n; i++) {
      value = f.apply(value, x[i]);
    }
    return value;
  }

  @Override
  public int argmax(Object x, int at, int n) {
    var a = (double[]) x;
    int best = 0;
    for (int i = 1; i < n; i++) {
      double now = a[at + i];
      double top = a[at + best];
      if (now > top || (Double.isNaN(now) && !Double.isNaN(top))) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public double get(Object x, int at) {
    return ((double[]) x)[at];
  }

  @Override
  public void set(Object x, int at, double value) {
    ((double[]) x)[at] = value;
  }

  @Override
  public void cumsum(Object x, int at, Object out, int outAt, int n, int rows) {
    var from = (double[]) x;
    var to = (double[]) out;
    int row = 0;
    // Four rows side by side: an addition need not wait for the one before it.
    for (; row + 4 <= rows; row += 4) {
      fourSums(from, at + row * n, to, outAt + row * n, n);
    }
    for (; row < rows; row++) {
      double sum = 0;
      for (int i = row * n; i < (row + 1) * n; i++) {
        sum += from[at + i];
        to[outAt + i] = sum;
      }
    }
  }

  private static void fourSums(double[] x, int at, double[] out, int outAt, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = 0; i < n; i++) {
      s0 += x[at + i];
      s1 += x[at + n + i];
      s2 += x[at + 2 * n + i];
      s3 += x[at + 3 * n + i];
      out[outAt + i] = s0;
      out[outAt + n + i] = s1;
      out[outAt + 2 * n + i] = s2;
      out[outAt + 3 * n + i] = s3;
    }
  }

  @Override
  public void accumulate(double[] sums, Object x, int xAt, Object out, int outAt, int n) {
    var from = (double[]) x;
    var to = (double[]) out;
    for (int i = 0; i < n; i++) {
      sums[i] += from[xAt + i];
      to[outAt + i] = sums[i];
    }
  }

  @Override
  public void softmax(boolean log, Object x, int at, Object out, int outAt, int n, int rows) {
    for (int row = 0; row < rows * n; row += n) {
      this.rows.softmax(log, (double[]) x, at + row, (double[]) out, outAt + row, n);
    }
  }

  @Override
  public void softmax(Object x, int at, int n, int rows, Object statistics) {
    for (int row = 0; row < rows; row++) {
      this.rows.softmax((double[]) x, at + row * n, n, (double[]) statistics, 2 * row);
    }
  }

  @Override
  public void softmaxGrad(
      boolean log, Object g, int gAt, Object p, int pAt, Object out, int at, int n, int rows) {
    for (int row = 0; row < rows * n; row += n) {
      this.rows.softmaxGrad(
          log, (double[]) g, gAt + row, (double[]) p, pAt + row, (double[]) out, at + row, n);
    }
  }

  @Override
  public void crossEntropy(
      Object x, int at, Object p, int pAt, int n, int rows, int[] labels, Object loss, int lossAt) {
    var to = (double[]) loss;
    for (int i = 0; i < rows; i++) {
      int label = labels[lossAt + i];
      to[lossAt + i] =
          this.rows.crossEntropy((double[]) x, at + i * n, (double[]) p, pAt + i * n, n, label);
    }
  }

  @Override
  public void sgd(Object theta, int at, Object g, int gAt, Object v, int vAt, int n, SgdStep step) {
    DoubleSteps.sgd((double[]) theta, at, (double[]) g, gAt, (double[]) v, vAt, n, step);
  }

  @Override
  public void qhAdam(
      Object theta,
      int at,
      Object g,
      int gAt,
      Object mean,
      int meanAt,
      Object square,
      int squareAt,
      int n,
      QHAdamStep step) {
    DoubleSteps.qhAdam(
        (double[]) theta,
        at,
        (double[]) g,
        gAt,
        (double[]) mean,
        meanAt,
        (double[]) square,
        squareAt,
        n,
        step);
  }
}

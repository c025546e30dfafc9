package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.Reduction;
import lectern.backend.SgdStep;
import lectern.backend.Unary;

/// [Loops] over `float[]`.
final class FloatLoops implements Loops {

  static final FloatLoops INSTANCE = new FloatLoops();

  /// Elements that stay in the nearest cache between two passes.
  private static final int CACHED = 1 << 12;

  private final FloatKernels kernels = FloatKernels.best();

  private FloatLoops() {}

  @Override
  public Object make(int n) {
    return new float[n];
  }

  @Override
  public void unary(Unary f, Object x, int xAt, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    kernels.unary(f, from, xAt, to, outAt, n);
  }

  @Override
  public void binary(Binary f, Object a, int aAt, Object b, int bAt, Object out, int outAt, int n) {
    kernels.binary(f, (float[]) a, aAt, (float[]) b, bAt, (float[]) out, outAt, n);
  }

  @Override
  public void binary(Binary f, Object a, int aAt, double b, Object out, int outAt, int n) {
    kernels.binary(f, (float[]) a, aAt, (float) b, (float[]) out, outAt, n);
  }

  @Override
  public void compare(
      Binary f, Object a, int aAt, Object b, int bAt, boolean[] out, int outAt, int n) {
    kernels.compare(f, (float[]) a, aAt, (float[]) b, bAt, out, outAt, n);
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
    kernels.where(
        condition, conditionAt, (float[]) a, aAt, (float[]) b, bAt, (float[]) out, outAt, n);
  }

  @Override
  public void outerSum(Object x, int xAt, int m, Object y, int yAt, int n, Object out, int outAt) {
    kernels.outerSum((float[]) x, xAt, m, (float[]) y, yAt, n, (float[]) out, outAt);
  }

  @Override
  public void addScaled(double alpha, Object x, int xAt, Object y, int yAt, int n) {
    kernels.addScaled((float) alpha, (float[]) x, xAt, (float[]) y, yAt, n);
  }

  @Override
  public void fill(Object out, int at, int n, double value) {
    Arrays.fill((float[]) out, at, at + n, (float) value);
  }

  @Override
  public void gather(Object x, int xAt, int stride, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i] = from[xAt + i * stride];
    }
  }

  @Override
  public void pick(Object x, int xAt, int[] index, int indexAt, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i] = from[xAt + index[indexAt + i]];
    }
  }

  @Override
  public void put(Object x, int xAt, int[] index, int indexAt, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + index[indexAt + i]] += from[xAt + i];
    }
  }

  @Override
  public void scatter(Object x, int xAt, Object out, int outAt, int stride, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i * stride] = from[xAt + i];
    }
  }

  @Override
  public double reduce(Reduction f, Object x, int at, int n) {
    var a = (float[]) x;
    return switch (f) {
      case SUM, MEAN -> kernels.sum(a, at, n);
      case PROD -> kernels.product(a, at, n);
      case MAX -> kernels.max(a, at, n);
      case MIN -> min(a, at, n);
    };
  }

  private static float min(float[] x, int at, int n) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  @Override
  public int argmax(Object x, int at, int n) {
    var a = (float[]) x;
    int best = 0;
    for (int i = 1; i < n; i++) {
      float now = a[at + i];
      float top = a[at + best];
      if (now > top || (Float.isNaN(now) && !Float.isNaN(top))) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public double get(Object x, int at) {
    return ((float[]) x)[at];
  }

  @Override
  public void set(Object x, int at, double value) {
    ((float[]) x)[at] = (float) value;
  }

  @Override
  public void cumsum(Object x, int at, Object out, int outAt, int n, int rows) {
    var from = (float[]) x;
    var to = (float[]) out;
    int row = 0;
    // Four rows side by side: an addition need not wait for the one before it.
    for (; row + 4 <= rows; row += 4) {
      fourSums(from, at + row * n, to, outAt + row * n, n);
    }
    for (; row < rows; row++) {
      double sum = 0;
      for (int i = row * n; i < (row + 1) * n; i++) {
        sum += from[at + i];
        to[outAt + i] = (float) sum;
      }
    }
  }

  private static void fourSums(float[] x, int at, float[] out, int outAt, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = 0; i < n; i++) {
      s0 += x[at + i];
      s1 += x[at + n + i];
      s2 += x[at + 2 * n + i];
      s3 += x[at + 3 * n + i];
      out[outAt + i] = (float) s0;
      out[outAt + n + i] = (float) s1;
      out[outAt + 2 * n + i] = (float) s2;
      out[outAt + 3 * n + i] = (float) s3;
    }
  }

  @Override
  public void accumulate(double[] sums, Object x, int xAt, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    for (int i = 0; i < n; i++) {
      sums[i] += from[xAt + i];
      to[outAt + i] = (float) sums[i];
    }
  }

  @Override
  public void softmax(boolean log, Object x, int at, Object out, int outAt, int n, int rows) {
    var from = (float[]) x;
    var to = (float[]) out;
    if (!log) {
      kernels.softmax(from, at, to, outAt, n, rows, null);
      return;
    }
    int block = Math.clamp(CACHED / n, 1, rows);
    var statistics = new float[2 * block];
    for (int first = 0; first < rows; first += block) {
      int count = Math.min(block, rows - first);
      kernels.softmax(from, at + first * n, to, outAt + first * n, n, count, statistics);
      for (int i = 0; i < count; i++) {
        int rowAt = at + (first + i) * n;
        int toAt = outAt + (first + i) * n;
        float log1 = (float) Math.log(statistics[2 * i + 1]);
        kernels.binary(Binary.SUB, from, rowAt, statistics[2 * i], to, toAt, n);
        kernels.binary(Binary.SUB, to, toAt, log1, to, toAt, n);
      }
    }
  }

  @Override
  public void softmax(Object x, int at, int n, int rows, Object statistics) {
    kernels.softmax((float[]) x, at, (float[]) x, at, n, rows, (float[]) statistics);
  }

  @Override
  public void softmaxGrad(
      boolean log, Object g, int gAt, Object p, int pAt, Object out, int at, int n, int rows) {
    var upstream = (float[]) g;
    var value = (float[]) p;
    var to = (float[]) out;
    if (!log) {
      kernels.softmaxGrad(upstream, gAt, value, pAt, to, at, n, rows);
      return;
    }
    unary(Unary.EXP, value, pAt, to, at, rows * n);
    for (int row = 0; row < rows * n; row += n) {
      float sum = (float) kernels.sum(upstream, gAt + row, n);
      kernels.binary(Binary.MUL, to, at + row, sum, to, at + row, n);
    }
    kernels.binary(Binary.SUB, upstream, gAt, to, at, to, at, rows * n);
  }

  @Override
  public void crossEntropy(
      Object x, int at, Object p, int pAt, int n, int rows, int[] labels, Object loss, int lossAt) {
    var from = (float[]) x;
    var to = (float[]) loss;
    var statistics = new float[2 * rows];
    kernels.softmax(from, at, (float[]) p, pAt, n, rows, statistics);
    for (int i = 0; i < rows; i++) {
      double logit = from[at + i * n + labels[lossAt + i]];
      to[lossAt + i] = (float) (Math.log(statistics[2 * i + 1]) - (logit - statistics[2 * i]));
    }
  }

  @Override
  public void sgd(Object theta, int at, Object g, int gAt, Object v, int vAt, int n, SgdStep step) {
    kernels.sgd((float[]) theta, at, (float[]) g, gAt, (float[]) v, vAt, n, step);
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
    kernels.qhAdam(
        (float[]) theta,
        at,
        (float[]) g,
        gAt,
        (float[]) mean,
        meanAt,
        (float[]) square,
        squareAt,
        n,
        step);
  }
}

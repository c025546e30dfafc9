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
    FloatBinary.compare(f, (float[]) a, aAt, (float[]) b, bAt, out, outAt, n);
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
    var x = (float[]) a;
    var y = (float[]) b;
    var z = (float[]) out;
    for (int i = 0; i < n; i++) {
      z[outAt + i] = condition[conditionAt + i] ? x[aAt + i] : y[bAt + i];
    }
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
  public void pick(Object x, int xAt, int[] index, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    for (int i = 0; i < n; i++) {
      to[outAt + i] = from[xAt + index[outAt + i]];
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
      case PROD -> product(a, at, n);
      case MAX -> kernels.max(a, at, n);
      case MIN -> min(a, at, n);
    };
  }

  private static double product(float[] x, int at, int n) {
    double product = 1;
    for (int i = at; i < at + n; i++) {
      product *= x[i];
    }
    return product;
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
  public void cumsum(Object x, int at, Object out, int outAt, int n) {
    var from = (float[]) x;
    var to = (float[]) out;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += from[at + i];
      to[outAt + i] = (float) sum;
    }
  }

  @Override
  public void softmax(boolean log, Object x, int at, Object out, int outAt, int n, int rows) {
    var from = (float[]) x;
    var to = (float[]) out;
    if (!log) {
      kernels.softmax(from, at, to, outAt, n, rows);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int rowAt = at + row * n;
      int toAt = outAt + row * n;
      float max = kernels.max(from, rowAt, n);
      float log1 = (float) Math.log(kernels.sumExpShifted(from, rowAt, max, n));
      for (int i = 0; i < n; i++) {
        to[toAt + i] = from[rowAt + i] - max - log1;
      }
    }
  }

  @Override
  public void softmaxGrad(
      boolean log, Object g, int gAt, Object p, int pAt, Object out, int at, int n) {
    var upstream = (float[]) g;
    var value = (float[]) p;
    var to = (float[]) out;
    float s =
        (float) (log ? kernels.sum(upstream, gAt, n) : kernels.dot(upstream, gAt, value, pAt, n));
    if (log) {
      unary(Unary.EXP, value, pAt, to, at, n);
      for (int i = 0; i < n; i++) {
        to[at + i] = upstream[gAt + i] - to[at + i] * s;
      }
    } else {
      for (int i = 0; i < n; i++) {
        to[at + i] = value[pAt + i] * (upstream[gAt + i] - s);
      }
    }
  }

  @Override
  public double crossEntropy(Object x, int at, Object p, int pAt, int n, int label) {
    var from = (float[]) x;
    var to = (float[]) p;
    float max = kernels.max(from, at, n);
    double sum = kernels.expShifted(from, at, max, to, pAt, n);
    float scale = (float) (1 / sum);
    kernels.binary(Binary.MUL, to, pAt, scale, to, pAt, n);
    return Math.log(sum) - ((double) from[at + label] - max);
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

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      Object a,
      int aAt,
      int lda,
      Object b,
      int bAt,
      int ldb,
      double beta,
      Object c,
      int cAt,
      int ldc) {
    Gemm.best()
        .multiply(
            transposeA,
            transposeB,
            m,
            n,
            k,
            (float) alpha,
            (float[]) a,
            aAt,
            lda,
            (float[]) b,
            bAt,
            ldb,
            (float) beta,
            (float[]) c,
            cAt,
            ldc);
  }
}

package lectern.backend.cpu;

import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;
import lectern.backend.Unary;

/// The kernels as plain loops, computed in float64 and rounded once.
public final class PlainKernels implements FloatKernels {

  @Override
  public String describe() {
    return "plain loops";
  }

  @Override
  public void unary(Unary f, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (float) f.apply(x[xAt + i]);
    }
  }

  @Override
  public void binary(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatBinary.apply(f, x, xAt, y, yAt, z, zAt, n);
  }

  @Override
  public void binary(Binary f, float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatBinary.apply(f, x, xAt, y, z, zAt, n);
  }

  @Override
  public void addScaled(float alpha, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += alpha * x[xAt + i];
    }
  }

  @Override
  public void sgd(
      float[] theta, int at, float[] g, int gAt, float[] v, int vAt, int n, SgdStep step) {
    FloatSteps.sgd(theta, at, g, gAt, v, vAt, n, step);
  }

  @Override
  public void qhAdam(
      float[] theta,
      int at,
      float[] g,
      int gAt,
      float[] mean,
      int meanAt,
      float[] square,
      int squareAt,
      int n,
      QHAdamStep step) {
    FloatSteps.qhAdam(theta, at, g, gAt, mean, meanAt, square, squareAt, n, step);
  }

  @Override
  public double sum(float[] x, int at, int n) {
    double even = 0;
    double odd = 0;
    int i = at;
    for (; i + 1 < at + n; i += 2) {
      even += x[i];
      odd += x[i + 1];
    }
    return even + odd + (i < at + n ? x[i] : 0);
  }

  @Override
  public float max(float[] x, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  public double expShifted(float[] x, int at, float shift, float[] out, int outAt, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float e = (float) Math.exp(x[at + i] - shift);
      out[outAt + i] = e;
      sum += e;
    }
    return sum;
  }

  @Override
  public void layerNorm(
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
    for (int row = 0; row < rows; row++) {
      int from = at + row * n;
      int to = yAt + row * n;
      double mean = sum(x, from, n) / n;
      double squares = 0;
      for (int i = from; i < from + n; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
      double r = 1 / Math.sqrt(squares / n + eps);
      for (int i = 0; i < n; i++) {
        y[to + i] = (float) (gamma[i] * (x[from + i] - mean) * r + beta[i]);
      }
      statistics[meanAt + row] = (float) mean;
      statistics[rAt + row] = (float) r;
    }
  }

  @Override
  public void layerNormGrad(
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
    double first = 0;
    double second = 0;
    for (int i = 0; i < n; i++) {
      float d = g[gAt + i];
      float y = (x[at + i] - mean) * r;
      first += d * gamma[i];
      second += d * gamma[i] * y;
      dGamma[i] += d * y;
      dBeta[i] += d;
    }
    for (int i = 0; i < n; i++) {
      float y = (x[at + i] - mean) * r;
      dx[dxAt + i] = (float) ((g[gAt + i] * gamma[i] - first / n - y * second / n) * r);
    }
  }
}

package lectern.backend.cpu.lanes;

import lectern.backend.cpu.NormKernels;

/// Normalizations in vector lanes.
abstract class LaneNorms implements NormKernels {

  /// Elements whose sum is made in float before it is added to a double.
  static final int BLOCK = 4096;

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
    LayerNormRows.layerNorm(x, at, gamma, beta, eps, y, yAt, n, rows, statistics, meanAt, rAt);
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
    LayerNormRows.layerNormGrad(g, gAt, x, at, gamma, mean, r, dx, dxAt, dGamma, dBeta, n);
  }

  @Override
  public double squaredDeviations(float[] x, int at, float mean, int n) {
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += Deviations.squares(x, at + i, mean, Math.min(BLOCK, n - i));
    }
    return sum;
  }

  @Override
  public double dotCentered(float[] g, int gAt, float[] x, int at, float mean, int n) {
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += Deviations.dot(g, gAt + i, x, at + i, mean, Math.min(BLOCK, n - i));
    }
    return sum;
  }

  @Override
  public void standardize(
      float[] x, int at, float mean, float scale, float shift, float[] y, int yAt, int n) {
    Deviations.scale(x, at, mean, scale, shift, y, yAt, n);
  }

  @Override
  public void standardizeGrad(
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
    Deviations.grad(g, gAt, x, at, mean, scale, shift, slope, dx, dxAt, n);
  }
}

package lectern.backend.cpu;

/// What layer and group normalization do to float32 numbers that lie side by side.
public interface NormKernels {

  /// y ← γ·(x − μ)·r + β, r = 1/√(σ² + ε), for each of some rows, at least one; writes their μ and
  /// r to `statistics`. `y` is not `x`.
  void layerNorm(
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
      int rAt);

  /// The way back through one row: writes ∂x, adds to ∂γ and ∂β; see
  /// [lectern.backend.FusedTransformers].
  void layerNormGrad(
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
      int n);

  /// Σ (x − mean)²
  default double squaredDeviations(float[] x, int at, float mean, int n) {
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      float d = x[i] - mean;
      sum += (double) d * d;
    }
    return sum;
  }

  /// Σ g·(x − mean)
  default double dotCentered(float[] g, int gAt, float[] x, int at, float mean, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) g[gAt + i] * (x[at + i] - mean);
    }
    return sum;
  }

  /// y ← (x − mean)·scale + shift
  default void standardize(
      float[] x, int at, float mean, float scale, float shift, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(x[at + i] - mean, scale, shift);
    }
  }

  /// dx ← g·scale + shift + (x − mean)·slope
  default void standardizeGrad(
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
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] = Math.fma(g[gAt + i], scale, Math.fma(x[at + i] - mean, slope, shift));
    }
  }
}

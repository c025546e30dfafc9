package lectern.backend.cpu.images;

import lectern.backend.Array;
import lectern.backend.cpu.Workers;

/// The filter transform of [Winograd] and its transpose: `U = G·g·Gᵀ`, and `∂g = Gᵀ·∂U·G`.
final class Filters {

  /// Results that stand beside each other.
  static final int TOGETHER = 8;

  private Filters() {}

  /// U of dense weights `(O, C, 3, 3)`: `[ξ][o / 8][c][o % 8]`.
  static float[] transform(Array weight) {
    int outs = weight.shape().at(0);
    int channels = weight.shape().at(1);
    return transform(weight, outs, 9 * channels, channels, 9, 0, 1);
  }

  /// U of the filters turned by 180°, channels in and out exchanged: `[ξ][c / 8][o][c % 8]`.
  static float[] turned(Array weight) {
    int outs = weight.shape().at(0);
    int channels = weight.shape().at(1);
    return transform(weight, channels, 9, outs, 9 * channels, 8, -1);
  }

  /// @param first where a filter's first number is, and `step` the way to the next
  private static float[] transform(
      Array weight, int results, int resultStep, int sources, int sourceStep, int first, int step) {
    int blocks = (results + TOGETHER - 1) / TOGETHER;
    int plane = plane(results, sources);
    var w = weight.storage().floats();
    var u = new float[Winograd.POINTS * plane];
    Workers.split(
        blocks * sources,
        32,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int o = i / sources * TOGETHER;
            int g = weight.offset() + o * resultStep + i % sources * sourceStep + first;
            for (int k = 0; k < Math.min(TOGETHER, results - o); k++) {
              transform(w, g, step, u, i * TOGETHER + k, plane);
              g += resultStep;
            }
          }
        });
    return u;
  }

  private static void transform(float[] w, int g, int step, float[] u, int at, int plane) {
    float g00 = w[g];
    float g01 = w[g + step];
    float g02 = w[g + 2 * step];
    float g10 = w[g + 3 * step];
    float g11 = w[g + 4 * step];
    float g12 = w[g + 5 * step];
    float g20 = w[g + 6 * step];
    float g21 = w[g + 7 * step];
    float g22 = w[g + 8 * step];
    // The rows of G·g
    row(g00, g01, g02, u, at, plane);
    row(
        (g00 + g10 + g20) / 2,
        (g01 + g11 + g21) / 2,
        (g02 + g12 + g22) / 2,
        u,
        at + 4 * plane,
        plane);
    row(
        (g00 - g10 + g20) / 2,
        (g01 - g11 + g21) / 2,
        (g02 - g12 + g22) / 2,
        u,
        at + 8 * plane,
        plane);
    row(g20, g21, g22, u, at + 12 * plane, plane);
  }

  /// One row of G·g times Gᵀ.
  private static void row(float a, float b, float c, float[] u, int at, int plane) {
    u[at] = a;
    u[at + plane] = (a + b + c) / 2;
    u[at + 2 * plane] = (a - b + c) / 2;
    u[at + 3 * plane] = c;
  }

  /// How far apart two of the sixteen matrices U are.
  static int plane(int outs, int channels) {
    return Winograd.plane((outs + TOGETHER - 1) / TOGETHER * TOGETHER, channels);
  }

  /// ∂g of one filter from its ∂U, which is overwritten.
  ///
  /// @return whether all nine numbers are finite
  static boolean gradient(double[] u, float[] out, int at) {
    // Gᵀ·∂U
    for (int j = 0; j < 4; j++) {
      double half = (u[4 + j] + u[8 + j]) / 2;
      u[j] += half;
      u[4 + j] = (u[4 + j] - u[8 + j]) / 2;
      u[8 + j] = half + u[12 + j];
    }
    // (Gᵀ·∂U)·G
    float odd = 0;
    for (int i = 0; i < 3; i++) {
      double half = (u[4 * i + 1] + u[4 * i + 2]) / 2;
      out[at + 3 * i] = (float) (u[4 * i] + half);
      out[at + 3 * i + 1] = (float) ((u[4 * i + 1] - u[4 * i + 2]) / 2);
      out[at + 3 * i + 2] = (float) (half + u[4 * i + 3]);
      odd += 0 * out[at + 3 * i] + 0 * out[at + 3 * i + 1] + 0 * out[at + 3 * i + 2];
    }
    return odd == 0;
  }
}

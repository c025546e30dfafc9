package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.Array;

/// Layer normalization in one pass over each row.
final class LayerNorms {

  /// Elements worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  /// Sums over rows are made in this many parts however many threads there are, so that they round
  /// alike.
  private static final int GROUPS = 16;

  private LayerNorms() {}

  /// x `(N, D)`, dense, γ and β `(D,)` or `null`.
  static Array forward(
      CpuBackend backend, Array x, Array gamma, Array beta, double eps, Array statistics) {
    int rows = x.shape().at(0);
    int width = x.shape().at(1);
    var kernels = FloatKernels.best();
    var result = backend.allocate(x.dtype(), x.shape());
    var in = x.storage().floats();
    var out = result.storage().floats();
    var scale = vector(gamma, width, 1);
    var shift = vector(beta, width, 0);
    var kept = statistics == null ? new float[2 * rows] : statistics.storage().floats();
    Workers.split(
        rows,
        Math.max(1, GRAIN / width),
        (from, to) ->
            kernels.layerNorm(
                in,
                x.offset() + from * width,
                scale,
                shift,
                (float) eps,
                out,
                from * width,
                width,
                to - from,
                kept,
                from,
                rows + from));
    return result;
  }

  /// ∂x, ∂γ, ∂β; g and x `(N, D)`, dense.
  static Array[] backward(CpuBackend backend, Array g, Array x, Array gamma, Array statistics) {
    int rows = x.shape().at(0);
    int width = x.shape().at(1);
    var kernels = FloatKernels.best();
    var dx = backend.allocate(x.dtype(), x.shape());
    var scale = vector(gamma, width, 1);
    var kept = statistics.storage().floats();
    int groups = Math.min(rows, GROUPS);
    var dGamma = new float[groups][width];
    var dBeta = new float[groups][width];
    Workers.split(
        groups,
        Math.max(1, GRAIN * groups / Math.max(1, rows * width)),
        (from, to) -> {
          for (int group = from; group < to; group++) {
            int last = (int) ((long) rows * (group + 1) / groups);
            for (int row = (int) ((long) rows * group / groups); row < last; row++) {
              kernels.layerNormGrad(
                  g.storage().floats(),
                  g.offset() + row * width,
                  x.storage().floats(),
                  x.offset() + row * width,
                  scale,
                  kept[row],
                  kept[rows + row],
                  dx.storage().floats(),
                  row * width,
                  dGamma[group],
                  dBeta[group],
                  width);
            }
          }
        });
    for (int group = 1; group < groups; group++) {
      kernels.addScaled(1, dGamma[group], 0, dGamma[0], 0, width);
      kernels.addScaled(1, dBeta[group], 0, dBeta[0], 0, width);
    }
    var shape = x.shape().without(new int[] {0}, false);
    return new Array[] {dx, backend.wrap(dGamma[0], shape), backend.wrap(dBeta[0], shape)};
  }

  /// The elements as an array of their own, or `width` times the same number.
  private static float[] vector(Array a, int width, float otherwise) {
    var out = new float[width];
    if (a == null) {
      Arrays.fill(out, otherwise);
    } else {
      System.arraycopy(a.storage().floats(), a.offset(), out, 0, width);
    }
    return out;
  }
}

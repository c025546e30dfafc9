package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Shape;

/// Group normalization: a group at a time, which stays in the second cache between its sums and
/// what is made of them.
final class GroupNorms {

  /// Elements worth a thread of their own.
  private static final int GRAIN = 1 << 13;

  private final CpuBackend backend;
  private final FloatKernels kernels = FloatKernels.best();

  /// x `(N, C, P)`, dense.
  private final Array x;

  private final int images;
  private final int groups;
  private final int channels;
  private final int pixels;

  /// Channels of a group.
  private final int depth;

  /// Numbers of a group.
  private final int width;

  private final float[] gamma;
  private final int gammaAt;

  /// @param gamma `(C,)`, dense, or `null`
  GroupNorms(CpuBackend backend, Array x, int groups, Array gamma) {
    this.backend = backend;
    this.x = x;
    this.images = x.shape().at(0);
    this.groups = groups;
    this.channels = x.shape().at(1);
    this.pixels = x.shape().at(2);
    this.depth = channels / groups;
    this.width = depth * pixels;
    this.gamma = gamma == null ? null : gamma.storage().floats();
    this.gammaAt = gamma == null ? 0 : gamma.offset();
  }

  private float scale(int channel) {
    return gamma == null ? 1 : gamma[gammaAt + channel];
  }

  /// See [lectern.backend.FusedImages#groupNorm].
  Array forward(Array beta, double eps, Array statistics) {
    var result = backend.allocate(x.dtype(), x.shape());
    var in = x.storage().floats();
    var y = result.storage().floats();
    var kept = statistics.storage().floats();
    Workers.split(
        images * groups,
        Math.max(1, GRAIN / width),
        (from, to) -> {
          for (int group = from; group < to; group++) {
            int at = x.offset() + group * width;
            float mean = (float) (kernels.sum(in, at, width) / width);
            double square = kernels.squaredDeviations(in, at, mean, width);
            float r = (float) (1 / Math.sqrt(square / width + eps));
            kept[group] = mean;
            kept[images * groups + group] = r;
            for (int i = 0; i < depth; i++) {
              int channel = group % groups * depth + i;
              float b = beta == null ? 0 : beta.storage().floats()[beta.offset() + channel];
              int row = i * pixels;
              kernels.standardize(
                  in, at + row, mean, r * scale(channel), b, y, group * width + row, pixels);
            }
          }
        });
    return result;
  }

  /// See [lectern.backend.FusedImages#groupNormGrad]; g is dense.
  Array[] backward(Array g, Array statistics) {
    var dx = backend.allocate(x.dtype(), x.shape());
    var in = x.storage().floats();
    var above = g.storage().floats();
    var kept = statistics.storage().floats();
    // Σ g·y and Σ g of each channel of each image
    var dGammas = new double[images * channels];
    var dBetas = new double[images * channels];
    Workers.split(
        images * groups,
        Math.max(1, GRAIN / width),
        (from, to) -> {
          for (int group = from; group < to; group++) {
            float mean = kept[group];
            float r = kept[images * groups + group];
            double meanH = 0;
            double meanHy = 0;
            for (int row = group * depth; row < (group + 1) * depth; row++) {
              int at = x.offset() + row * pixels;
              int gAt = g.offset() + row * pixels;
              dBetas[row] = kernels.sum(above, gAt, pixels);
              dGammas[row] = r * kernels.dotCentered(above, gAt, in, at, mean, pixels);
              meanH += scale(row % channels) * dBetas[row] / width;
              meanHy += scale(row % channels) * dGammas[row] / width;
            }
            for (int row = group * depth; row < (group + 1) * depth; row++) {
              kernels.standardizeGrad(
                  above,
                  g.offset() + row * pixels,
                  in,
                  x.offset() + row * pixels,
                  mean,
                  r * scale(row % channels),
                  (float) (-r * meanH),
                  (float) (-r * r * meanHy),
                  dx.storage().floats(),
                  row * pixels,
                  pixels);
            }
          }
        });
    return new Array[] {dx, overImages(dGammas), overImages(dBetas)};
  }

  private Array overImages(double[] sums) {
    var out = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      for (int i = channel; i < sums.length; i += channels) {
        sum += sums[i];
      }
      out[channel] = (float) sum;
    }
    return backend.wrap(out, Shape.of(channels));
  }
}

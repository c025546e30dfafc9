package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.backend.cpu.Aligned;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.Workers;

/// ∂W of a convolution of many small images side by side, one sum for each lane until the end.
///
/// Groups of images are summed in [#PARTS] parts at most, however many threads there are, so that
/// sums round alike.
final class BatchWeightGrads {

  private static final int PARTS = 8;

  /// Pixels of a gradient whose vectors stay in a core's first cache.
  private static final int CHUNK = 48;

  private final CpuBackend backend;
  private final Planes planes;
  private final ImageLanes layout;
  private final ConvolutionKernels kernels;
  private final int lanes;
  private final ImageTiles tiles;
  private final Array g;
  private final Array x;
  private final int outs;
  private final int[] windows;
  private final int[] pixels;
  private final int[] dense;
  private final int[] taps;
  private final int chunks;
  private final int blocks;

  /// For dense g `(N, O, H', W')` and x `(N, C, H, W)`.
  BatchWeightGrads(CpuBackend backend, Planes planes, Array g, Array x) {
    this.backend = backend;
    this.planes = planes;
    this.layout = new ImageLanes(planes, x.shape().at(0));
    this.kernels = layout.kernels;
    this.lanes = layout.lanes;
    this.g = g;
    this.x = x;
    this.outs = g.shape().at(1);
    this.tiles = kernels.tiles(outs);
    this.windows = layout.windows();
    this.pixels = layout.pixels();
    this.chunks = Math.max(1, layout.results / CHUNK);
    this.dense = layout.dense(outs * layout.results);
    this.taps =
        Arrays.copyOf(layout.taps(), round(planes.taps(), tiles.pixels())); // the spare are no harm
    this.blocks = round(outs, tiles.channels()) / tiles.channels();
  }

  Array compute() {
    int groups = layout.groups();
    var parts = new float[Math.min(groups, PARTS)][];
    Workers.split(
        parts.length,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            parts[i] = part(groups * i / parts.length, groups * (i + 1) / parts.length);
          }
        });
    var window = planes.window;
    var result =
        backend.allocate(
            x.dtype(), Shape.of(outs, planes.channels, window.height(), window.width()));
    var out = result.storage().floats();
    for (int o = 0; o < outs; o++) {
      for (int t = 0; t < planes.taps(); t++) {
        int turn = o / tiles.channels() * taps.length + t / tiles.pixels() * tiles.pixels();
        int at = (turn + t % tiles.pixels()) * tiles.channels() + o % tiles.channels();
        double sum = 0;
        for (var part : parts) {
          sum += part[at];
        }
        out[o * planes.taps() + t] = (float) sum;
      }
    }
    for (var part : parts) {
      backend.giveBack(part);
    }
    return result;
  }

  /// The sums of some groups of images, `[channel / turn][tap / turn][tap][channel]`.
  private float[] part(int from, int to) {
    int results = layout.results;
    int plane = results * lanes;
    int n = round(blocks * tiles.channels() * taps.length, lanes);
    var sums = Aligned.zeros(backend, n * lanes);
    var in = Aligned.zeros(backend, layout.size());
    // The spare channels are zero.
    var gradient = Aligned.borrow(backend, blocks * tiles.channels() * plane);
    Arrays.fill(gradient.data(), gradient.at() + outs * plane, gradient.data().length, 0);
    var c =
        new ImageTiles.Correlation(
            in.data(), in.at(), windows, taps, gradient.data(), plane, sums.data());
    for (int group = from; group < to; group++) {
      int image = group * lanes;
      int live = Math.min(lanes, layout.images - image);
      bring(x, image, live, pixels, in);
      bring(g, image, live, dense, gradient);
      for (int chunk = 0; chunk < chunks; chunk++) {
        int first = results * chunk / chunks;
        int count = results * (chunk + 1) / chunks - first;
        for (int block = 0; block < blocks; block++) {
          int at = gradient.at() + block * tiles.channels() * plane + first * lanes;
          for (int t = 0; t < taps.length; t += tiles.pixels()) {
            int sum = (block * taps.length + t) * tiles.channels() * lanes;
            tiles.correlate(c, first, count, t, at, sums.at() + sum);
          }
        }
      }
    }
    var result = backend.borrow(n);
    kernels.sumLanes(sums.data(), sums.at(), n, result, 0);
    backend.giveBack(sums.data());
    backend.giveBack(in.data());
    backend.giveBack(gradient.data());
    return result;
  }

  private void bring(Array a, int image, int live, int[] places, Aligned to) {
    var from = layout.rows(a.offset(), image, places.length);
    kernels.toLanes(a.storage().floats(), from, 0, places.length, live, to.data(), to.at(), places);
  }

  private static int round(int n, int to) {
    return (n + to - 1) / to * to;
  }
}

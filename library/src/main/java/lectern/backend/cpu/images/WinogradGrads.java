package lectern.backend.cpu.images;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;

/// ∂g of [Winograd]'s convolutions. Y is linear in U, so that `∂U = Σ V ⊙ W` with `W = A·∂Y·Aᵀ`
/// over all tiles: for each of the sixteen places a matrix product (channels × tiles)·(tiles ×
/// outs). Then `∂g = Gᵀ·∂U·G`.
///
/// Bands of tiles are summed in [#GROUPS] parts however many threads there are, so that sums round
/// alike.
final class WinogradGrads {

  private static final int GROUPS = 8;

  /// Sums that stay in the first cache while their parts are added.
  private static final int CHUNK = 1024;

  /// Channels in of one turn of [WinogradKernels#correlate].
  private static final int TOGETHER = 8;

  private final CpuBackend backend;
  private final WinogradKernels loops = FloatKernels.best().winograd().orElseThrow();
  private final int lanes = loops.lanes();
  private final Window window;
  private final Array g;
  private final Array x;
  private final Tiles tiles;
  private final int channels;
  private final int outs;

  /// The channels, up to whole turns of the loop.
  private final int height;

  private final int width;
  private final int band;

  /// The distance between two of the sixteen matrices W.
  private final int plane;

  /// The distance between two of the sixteen matrices ∂U.
  private final int matrix;

  /// For dense g `(N, O, H', W')` and x `(N, C, H, W)`.
  WinogradGrads(CpuBackend backend, Array g, Array x, Window window) {
    this.backend = backend;
    this.window = window;
    this.g = g;
    this.x = x;
    this.tiles = new Tiles(x.shape(), window.padding());
    this.channels = tiles.channels;
    this.outs = g.shape().at(1);
    this.height = round(channels, TOGETHER);
    this.width = round(outs, 2 * lanes);
    this.band = Winograd.band(height + width, loops);
    this.plane = Winograd.plane(band, width);
    this.matrix = Winograd.plane(height, width);
  }

  Array compute() {
    int bands = (tiles.count + band - 1) / band;
    var sums = new float[Math.min(bands, GROUPS)][];
    Workers.split(
        sums.length,
        1,
        (from, to) -> {
          for (int group = from; group < to; group++) {
            sums[group] = part(bands * group / sums.length, bands * (group + 1) / sums.length);
          }
        });
    var result = backend.allocate(x.dtype(), Shape.of(outs, channels, 3, 3));
    boolean finite = filters(sums, result.storage().floats());
    for (var part : sums) {
      backend.giveBack(part);
    }
    return finite
        ? result
        : new WeightGrads(backend, new Planes(x.shape(), window), g, x).compute();
  }

  /// ∂g from the parts of ∂U.
  private boolean filters(float[][] sums, float[] out) {
    var total = new double[Winograd.POINTS * matrix];
    var odd = new AtomicBoolean();
    Workers.split(
        Winograd.POINTS,
        1,
        (from, to) -> {
          for (int i = from * matrix; i < to * matrix; i += CHUNK) {
            for (var part : sums) {
              add(part, i, Math.min(to * matrix, i + CHUNK), total);
            }
          }
        });
    Workers.split(
        outs,
        1,
        (from, to) -> {
          var u = new double[Winograd.POINTS];
          for (int o = from; o < to; o++) {
            for (int c = 0; c < channels; c++) {
              int at = sum(o) + c * 2 * lanes + o % (2 * lanes);
              for (int xi = 0; xi < u.length; xi++) {
                u[xi] = total[xi * matrix + at];
              }
              if (!Filters.gradient(u, out, (o * channels + c) * 9)) {
                odd.set(true);
              }
            }
          }
        });
    return !odd.get();
  }

  private static void add(float[] part, int from, int to, double[] total) {
    for (int i = from; i < to; i++) {
      total[i] += part[i];
    }
  }

  /// Where in ∂U the sums of two vectors of channels out begin.
  private int sum(int o) {
    return o / (2 * lanes) * 2 * lanes * height;
  }

  /// Some bands' part of ∂U: `[ξ][o / 32][c][o % 32]`.
  private float[] part(int from, int to) {
    var sums = backend.borrow(Winograd.POINTS * matrix);
    Arrays.fill(sums, 0);
    var patches = new PatchTransform(backend, tiles, band, height);
    var w = backend.borrow(Winograd.POINTS * plane);
    int pixels = round(tiles.pixels(band), lanes);
    var padded = backend.borrow(lanes * pixels);
    var turned = backend.borrow(lanes * pixels);
    for (int task = from; task < to; task++) {
      int first = task * band;
      int last = Math.min(tiles.count, first + band);
      patches.transform(x, first, last);
      gradients(first, last, pixels, padded, turned, w);
      for (int xi = 0; xi < Winograd.POINTS; xi++) {
        for (int o = 0; o < width; o += 2 * lanes) {
          for (int c = 0; c < height; c += TOGETHER) {
            loops.correlate(
                patches.v,
                xi * patches.plane + c * patches.row,
                patches.row,
                w,
                xi * plane + o,
                width,
                last - first,
                sums,
                xi * matrix + sum(o) + c * 2 * lanes);
          }
        }
      }
    }
    patches.giveBack();
    backend.giveBack(w);
    backend.giveBack(padded);
    backend.giveBack(turned);
    return sums;
  }

  /// W of some tiles, a vector of channels at a time: their planes of pixels are laid channel by
  /// channel for each pixel first.
  private void gradients(
      int first, int last, int pixels, float[] padded, float[] turned, float[] w) {
    Tiles.Piece piece;
    for (int q = first; q < last; q += piece.count()) {
      piece = tiles.piece(q, last);
      int half = 2 * piece.rows() * tiles.row;
      int start = piece.from() % tiles.row;
      for (int o = 0; o < outs; o += lanes) {
        if (o == 0 || o + lanes > outs) {
          Arrays.fill(padded, 0);
        }
        for (int k = 0; k < Math.min(lanes, outs - o); k++) {
          int at = g.offset() + (piece.image() * outs + o + k) * tiles.down * tiles.across;
          tiles.results(g.storage().floats(), at, piece, padded, k * pixels);
        }
        loops.turn(padded, 0, pixels, turned, 0, 2 * half);
        int to = (q - first) * width + o;
        loops.gradient(turned, 2 * start * lanes, half * lanes, w, to, width, plane, piece.count());
      }
    }
  }

  private static int round(int n, int to) {
    return (n + to - 1) / to * to;
  }
}

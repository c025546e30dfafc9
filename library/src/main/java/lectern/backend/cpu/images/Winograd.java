package lectern.backend.cpu.images;

import static lectern.backend.cpu.images.Filters.TOGETHER;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;

/// Convolutions 3×3 of stride 1 by Winograd's minimal filtering F(2×2, 3×3): 16 multiplications for
/// four results where the definition has 36.
///
/// A tile of 2×2 results Y depends on a patch d of 4×4 pixels. For each filter g
///
/// ```
/// Y = Aᵀ·[U ⊙ V]·A     U = G·g·Gᵀ     V = Bᵀ·d·B
///
///      ⎡1  0 −1  0⎤       ⎡1  0  0⎤
/// Bᵀ = ⎢0  1  1  0⎥   G = ⎢½  ½  ½⎥   Aᵀ = ⎡1  1  1  0⎤
///      ⎢0 −1  1  0⎥       ⎢½ −½  ½⎥        ⎣0  1 −1 −1⎦
///      ⎣0  1  0 −1⎦       ⎣0  0  1⎦
/// ```
///
/// and the sum over channels can be made before the last transform: for each of the sixteen places
/// ξ a matrix product `M = U·V`, (outs × channels)·(channels × tiles). Source: Lavin & Gray, [Fast
/// Algorithms for Convolutional Neural Networks](https://arxiv.org/abs/1509.09308), 2016, section
/// 4.1. The way back to the weights is [WinogradGrads].
///
/// **Accuracy.** There are fewer roundings than in the direct way, and on ordinary numbers the
/// result is closer to the exact one. But a rounding error is as large as the largest pixels of the
/// *patch* make it: beside a pixel of 10⁸ its neighbours' results have errors of about 10, also
/// where the window does not show that pixel; and what cancels exactly in the definition may leave
/// some 10⁻⁷ of the terms. An infinity, a NaN, or a sum beyond float32 would spread over its tile:
/// then all is done anew by [DirectConvolution].
final class Winograd {

  /// Numbers of a transformed tile.
  static final int POINTS = 16;

  /// Numbers of V and M that stay in a core's second cache.
  static final int CACHED = 1 << 18;

  /// Channels, in and out, from which on the products outweigh the transforms.
  private static final int FEWEST = 48;

  /// Pixels of all images, from which on they outweigh the transform of the filters.
  private static final long FEWEST_PIXELS = 384;

  private final CpuBackend backend;
  private final WinogradKernels loops = FloatKernels.best().winograd().orElseThrow();
  private final Window window;

  Winograd(CpuBackend backend, Window window) {
    this.backend = backend;
    this.window = window;
  }

  /// Whether it can be done this way, and is faster than [DirectConvolution].
  static boolean fits(Array x, Window window, int channels, int outs) {
    return Math.min(channels, outs) >= FEWEST
        && x.dtype() == DType.FLOAT32
        && window.height() == 3
        && window.width() == 3
        && window.stride() == 1
        && window.padding() < 3
        && x.size() >= FEWEST_PIXELS * x.shape().at(1)
        && FloatKernels.best().winograd().isPresent();
  }

  /// y = W∗x + b
  Array forward(Array x, Array weight, Array bias) {
    int outs = weight.shape().at(0);
    var u = Filters.transform(weight);
    return convolve(x, u, outs, bias, window.padding())
        .orElseGet(
            () ->
                new DirectConvolution(backend, new Planes(x.shape(), window), outs)
                    .forward(x, weight, bias));
  }

  /// ∂x: the convolution of g with the weights turned by 180°, and the channels in and out
  /// exchanged.
  Array inputGrad(Array g, Array weight, int height, int width) {
    int channels = weight.shape().at(1);
    var u = Filters.turned(weight);
    return convolve(g, u, channels, null, 2 - window.padding())
        .orElseGet(
            () -> {
              var images = Shape.of(g.shape().at(0), channels, height, width);
              var planes = new Planes(images, window);
              return new DirectConvolution(backend, planes, g.shape().at(1)).inputGrad(g, weight);
            });
  }

  /// Nothing where a result is not finite.
  private Optional<Array> convolve(Array x, float[] u, int outs, Array bias, int padding) {
    var tiles = new Tiles(x.shape(), padding);
    int blocks = (outs + TOGETHER - 1) / TOGETHER;
    int band = band(tiles.channels + outs, loops);
    int row = row(band, loops.lanes());
    int plane = plane(blocks * TOGETHER, row);
    int filters = Filters.plane(outs, tiles.channels);
    var shape = Shape.of(x.shape().at(0), outs, tiles.down, tiles.across);
    var result = backend.allocate(x.dtype(), shape);
    var odd = new AtomicBoolean();
    Workers.split(
        (tiles.count + band - 1) / band,
        1,
        (from, to) -> {
          var patches = new PatchTransform(backend, tiles, band, tiles.channels);
          var m = backend.borrow(POINTS * plane);
          var y = backend.borrow(4 * row);
          for (int task = from; task < to && !odd.get(); task++) {
            int first = task * band;
            int last = Math.min(tiles.count, first + band);
            patches.transform(x, first, last);
            for (int xi = 0; xi < POINTS; xi++) {
              for (int q = 0; q < last - first; q += loops.run()) {
                for (int block = 0; block < blocks; block++) {
                  loops.multiply(
                      patches.v,
                      xi * patches.plane + q,
                      row,
                      u,
                      xi * filters + block * TOGETHER * tiles.channels,
                      tiles.channels,
                      m,
                      xi * plane + block * TOGETHER * row + q);
                }
              }
            }
            Tiles.Piece piece;
            for (int q = first; q < last; q += piece.count()) {
              piece = tiles.piece(q, last);
              for (int o = 0; o < outs; o++) {
                int at = o * row + q - first;
                float b = bias == null ? 0 : bias.storage().floats()[bias.offset() + o];
                if (loops.output(m, at, plane, b, y, 0, 2 * row, piece.count()) != 0) {
                  odd.set(true);
                }
                tiles.write(piece, y, 2 * row, result.storage().floats(), o, outs);
              }
            }
          }
          patches.giveBack();
          backend.giveBack(m);
          backend.giveBack(y);
        });
    if (odd.get()) {
      backend.recycle(result.storage());
      return Optional.empty();
    }
    return Optional.of(result);
  }

  /// How many tiles of so many channels in and out together stay in the cache, in whole turns of
  /// the products.
  static int band(int channels, WinogradKernels loops) {
    return Math.max(1, CACHED / (POINTS * channels) / loops.run()) * loops.run();
  }

  /// The distance between the rows of V and M: room for one vector too many, and an odd number of
  /// vectors, so that rows do not meet in the same lines of the cache.
  static int row(int band, int lanes) {
    return (band / lanes + 1 | 1) * lanes;
  }

  /// The distance between two of sixteen matrices: a few pages and one line of the cache, so that
  /// numbers at the same place in all of them are in different lines of it.
  static int plane(int rows, int row) {
    return (rows * row + 1023) / 1024 * 1024 + 16;
  }
}

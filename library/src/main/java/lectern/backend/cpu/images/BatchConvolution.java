package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.backend.cpu.Aligned;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.Workers;

/// Convolutions of many small images side by side: a vector holds the same pixel of as many images,
/// and no lane idles at the end of a row.
///
/// The way back to the weights is [BatchWeightGrads].
final class BatchConvolution {

  private final CpuBackend backend;
  private final Planes planes;
  private final ImageLanes layout;
  private final ConvolutionKernels kernels;
  private final int lanes;
  private final int images;
  private final int outs;

  /// For images `(N, C, H, W)` and `outs` channels of results.
  BatchConvolution(CpuBackend backend, Planes planes, int images, int outs) {
    this.backend = backend;
    this.planes = planes;
    this.layout = new ImageLanes(planes, images);
    this.kernels = layout.kernels;
    this.lanes = layout.lanes;
    this.images = images;
    this.outs = outs;
  }

  /// y = W∗x + b
  Array forward(Array x, Array weight, Array bias) {
    var tiles = kernels.tiles(outs);
    int turn = tiles.channels();
    int blocks = (outs + turn - 1) / turn;
    int results = layout.results;
    var windows = layout.windows();
    var taps = layout.taps();
    var pixels = layout.pixels();
    var targets = layout.dense(results);
    var w = planes.packed(weight, turn);
    var b = new float[blocks * turn];
    if (bias != null) {
      System.arraycopy(bias.storage().floats(), bias.offset(), b, 0, outs);
    }
    var result = backend.allocate(x.dtype(), Shape.of(images, outs, planes.down, planes.across));
    int parts = layout.parts(results / lanes / 2);
    Workers.split(
        layout.groups() * parts,
        1,
        (start, end) -> {
          var in = Aligned.zeros(backend, layout.size());
          var out = Aligned.borrow(backend, blocks * turn * results * lanes);
          var c =
              new ImageTiles.Convolution(
                  in.data(), in.at(), windows, taps, 0, w, b, out.data(), targets, results * lanes);
          for (int task = start; task < end; task++) {
            int image = layout.first(task / parts);
            var from = layout.rows(x.offset(), image, planes.image());
            kernels.toLanes(
                x.storage().floats(), from, 0, pixels.length, lanes, in.data(), in.at(), pixels);
            int first = results * (task % parts) / parts;
            int last = results * (task % parts + 1) / parts;
            for (int q = first; q < last; q += tiles.pixels()) {
              int tile = Math.min(q, last - tiles.pixels());
              for (int block = 0; block < blocks; block++) {
                int at = out.at() + block * turn * results * lanes;
                tiles.convolve(c, tile, 0, 1, 0, taps.length, block, at);
              }
            }
            layout.bringBack(out, image, outs, results, first, last, result.storage().floats());
          }
          backend.giveBack(in.data());
          backend.giveBack(out.data());
        });
    return result;
  }

  /// ∂x: every pixel of the image meets the pixels of g whose windows show it. Pixels that meet
  /// alike rows and columns of the window are computed together.
  Array inputGrad(Array g, Array weight) {
    int channels = planes.channels;
    var tiles = kernels.tiles(channels);
    int turn = tiles.channels();
    int blocks = (channels + turn - 1) / turn;
    int image = planes.height * planes.width;
    int results = layout.results;
    var w = inputGradWeights(weight, turn, blocks);
    var b = new float[blocks * turn];
    int parts = layout.parts(Math.min(image / lanes / 2, planes.height));
    var reaches = new Reaches[parts];
    Arrays.setAll(
        reaches,
        i ->
            new Reaches(
                planes,
                outs,
                lanes,
                tiles.pixels(),
                planes.height * i / parts,
                planes.height * (i + 1) / parts));
    var places = reaches[0].places();
    var taps = reaches[0].taps();
    var result =
        backend.allocate(g.dtype(), Shape.of(images, channels, planes.height, planes.width));
    Workers.split(
        layout.groups() * parts,
        1,
        (start, end) -> {
          var in = Aligned.zeros(backend, reaches[0].size());
          var out = Aligned.borrow(backend, blocks * turn * image * lanes);
          for (int task = start; task < end; task++) {
            int first = layout.first(task / parts);
            var from = layout.rows(g.offset(), first, outs * results);
            kernels.toLanes(
                g.storage().floats(), from, 0, places.length, lanes, in.data(), in.at(), places);
            var reach = reaches[task % parts];
            var c =
                new ImageTiles.Convolution(
                    in.data(),
                    in.at(),
                    reach.corners(),
                    taps,
                    planes.window.width() * outs,
                    w,
                    b,
                    out.data(),
                    reach.targets(),
                    image * lanes);
            for (int tile = 0; tile < reach.count(); tile++) {
              for (int block = 0; block < blocks; block++) {
                reach.convolve(tiles, c, tile, block, out.at() + block * turn * image * lanes);
              }
            }
            int top = planes.height * (task % parts) / parts * planes.width;
            int bottom = planes.height * (task % parts + 1) / parts * planes.width;
            layout.bringBack(out, first, channels, image, top, bottom, result.storage().floats());
          }
          backend.giveBack(in.data());
          backend.giveBack(out.data());
        });
    return result;
  }

  /// `[c / turn][row of the window][column of the window][o][c % turn]`
  private float[] inputGradWeights(Array weight, int turn, int blocks) {
    var w = weight.storage().floats();
    int area = planes.window.area();
    var packed = new float[blocks * turn * area * outs];
    int from = weight.offset();
    for (int o = 0; o < outs; o++) {
      for (int c = 0; c < planes.channels; c++) {
        for (int t = 0; t < area; t++) {
          packed[((c / turn * area + t) * outs + o) * turn + c % turn] = w[from++];
        }
      }
    }
    return packed;
  }
}

package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.FloatKernels;

/// Images with their zeros around them, so that a tap of the window is the same plane of pixels,
/// moved. The rows of what is computed from them are as long as the padded image's; what stands in
/// the columns too many is left behind.
final class Planes {

  final Window window;
  final int channels;
  final int height;
  final int width;

  /// Rows and columns of the windows' places.
  final int down;

  final int across;

  /// The padded image's row.
  final int row;

  /// For images `(N, channels, height, width)`.
  Planes(Shape images, Window window) {
    this.window = window;
    this.channels = images.at(1);
    this.height = images.at(2);
    this.width = images.at(3);
    this.down = window.down(height);
    this.across = window.across(width);
    this.row = width + 2 * window.padding();
  }

  /// How many weights one result has.
  int taps() {
    return channels * window.area();
  }

  /// Numbers of one padded plane.
  int size() {
    return (height + 2 * window.padding()) * row;
  }

  /// Numbers of one image without padding.
  int image() {
    return channels * height * width;
  }

  /// Numbers from the first window's place to behind the last, rows as long as the padded image's.
  int places(int rows) {
    return (rows - 1) * row + across;
  }

  /// Copies some rows of a padded image. The columns of zeros were zero and stay so.
  ///
  /// @param top the first of them, counted from the first row of zeros
  void pad(float[] x, int at, int top, int rows, float[] to, int toAt) {
    int p = window.padding();
    int first = Math.clamp(p - top, 0, rows);
    int last = Math.clamp(p - top + height, first, rows);
    for (int c = 0; c < channels; c++) {
      int target = toAt + c * rows * row;
      Arrays.fill(to, target, target + first * row, 0);
      FloatKernels.best()
          .copyRows(
              x,
              at + (c * height + top + first - p) * width,
              width,
              to,
              target + first * row + p,
              row,
              width,
              last - first);
      Arrays.fill(to, target + last * row, target + rows * row, 0);
    }
  }

  /// Lays the rows of one image's gradient `(N, O, H', W')` as far apart as the padded image's, and
  /// its planes `plane` apart. What is between them was zero and stays so.
  void spread(Array g, int image, float[] to, int at, int plane) {
    int outs = g.shape().at(1);
    int source = g.offset() + image * outs * down * across;
    for (int o = 0; o < outs; o++) {
      FloatKernels.best()
          .copyRows(g.storage().floats(), source, across, to, at + o * plane, row, across, down);
      source += down * across;
    }
  }

  /// Where each tap's pixels begin, `(c, u, v)`, in planes of this size.
  int[] taps(int plane) {
    var taps = new int[taps()];
    for (int t = 0; t < taps.length; t++) {
      int inside = t % window.area();
      taps[t] = t / window.area() * plane + inside / window.width() * row + inside % window.width();
    }
    return taps;
  }

  /// Weights `(O, C, h, w)` as [ImageTiles] takes them: `[o / turn][tap][o % turn]`.
  float[] packed(Array weight, int turn) {
    var w = weight.storage().floats();
    int outs = weight.shape().at(0);
    var packed = new float[(outs + turn - 1) / turn * turn * taps()];
    for (int o = 0; o < outs; o++) {
      int to = o / turn * turn * taps() + o % turn;
      for (int t = 0; t < taps(); t++) {
        packed[to + t * turn] = w[weight.offset() + o * taps() + t];
      }
    }
    return packed;
  }
}

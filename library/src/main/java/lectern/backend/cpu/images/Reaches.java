package lectern.backend.cpu.images;

import lectern.backend.Window;

/// Which pixels of a gradient `(O, H', W')` reach the pixels of some rows of the image, for windows
/// of stride 1: those at the edges are met by fewer.
///
/// The pixels are ordered so that neighbours in the order are reached alike, and cut into tiles.
/// Around the gradient are zeros, as many as the window's reach.
final class Reaches {

  private final Planes planes;
  private final Window window;
  private final int outs;
  private final int lanes;
  private final int turn;
  private final int row;
  private final int plane;
  private final int[] order;
  private final int[] corners;
  private final int[] targets;

  /// @param turn pixels of a tile
  /// @param top the first of the image's rows, up to `bottom`
  Reaches(Planes planes, int outs, int lanes, int turn, int top, int bottom) {
    this.planes = planes;
    this.window = planes.window;
    this.outs = outs;
    this.lanes = lanes;
    this.turn = turn;
    this.row = planes.across + 2 * (window.width() - 1);
    this.plane = row * (planes.down + 2 * (window.height() - 1));
    this.order = order(top, bottom);
    this.corners = new int[order.length];
    this.targets = new int[order.length];
    for (int q = 0; q < order.length; q++) {
      int i = order[q] / planes.width + window.padding() + window.height() - 1;
      int j = order[q] % planes.width + window.padding() + window.width() - 1;
      corners[q] = (i * row + j) * lanes;
      targets[q] = order[q] * lanes;
    }
  }

  /// Rows that are reached alike go together, column by column, there and back like a snake.
  private int[] order(int top, int bottom) {
    var order = new int[(bottom - top) * planes.width];
    int n = 0;
    boolean back = false;
    int end;
    for (int i = top; i < bottom; i = end) {
      end = i + 1;
      while (end < bottom && above(end) == above(i) && below(end) == below(i)) {
        end++;
      }
      for (int j = 0; j < planes.width; j++) {
        for (int r = i; r < end; r++) {
          order[n++] = r * planes.width + (back ? planes.width - 1 - j : j);
        }
      }
      back = !back;
    }
    return order;
  }

  /// The first row of the window that has a pixel for row i of the image.
  private int above(int i) {
    return Math.max(0, i + window.padding() - planes.down + 1);
  }

  /// The row behind the last of them.
  private int below(int i) {
    return Math.min(window.height(), i + window.padding() + 1);
  }

  private int left(int j) {
    return Math.max(0, j + window.padding() - planes.across + 1);
  }

  private int right(int j) {
    return Math.min(window.width(), j + window.padding() + 1);
  }

  /// Numbers of the gradients of all lanes with the zeros around them.
  int size() {
    return outs * plane * lanes;
  }

  /// Where the gradient's numbers are, in their order.
  int[] places() {
    var places = new int[outs * planes.down * planes.across];
    for (int q = 0; q < places.length; q++) {
      int i = q / planes.across % planes.down + window.height() - 1;
      int j = q % planes.across + window.width() - 1;
      places[q] = (q / planes.across / planes.down * plane + i * row + j) * lanes;
    }
    return places;
  }

  /// How far each tap is from its corner, `(u, v, o)`.
  int[] taps() {
    var taps = new int[window.area() * outs];
    for (int t = 0; t < taps.length; t++) {
      int u = t / outs / window.width();
      int v = t / outs % window.width();
      taps[t] = (t % outs * plane - u * row - v) * lanes;
    }
    return taps;
  }

  /// Where the windows begin that reach each pixel.
  int[] corners() {
    return corners;
  }

  /// Where each pixel is in the image.
  int[] targets() {
    return targets;
  }

  /// How many tiles there are.
  int count() {
    return (order.length + turn - 1) / turn;
  }

  /// Computes one tile: all rows and columns of the window that reach one of its pixels.
  void convolve(ImageTiles tiles, ImageTiles.Convolution c, int tile, int block, int at) {
    int first = Math.min(tile * turn, order.length - turn);
    int top = window.height();
    int bottom = 0;
    int from = window.width();
    int to = 0;
    for (int q = first; q < first + turn; q++) {
      int i = order[q] / planes.width;
      int j = order[q] % planes.width;
      top = Math.min(top, above(i));
      bottom = Math.max(bottom, below(i));
      from = Math.min(from, left(j));
      to = Math.max(to, right(j));
    }
    tiles.convolve(c, first, top, bottom, from * outs, to * outs, block, at);
  }
}

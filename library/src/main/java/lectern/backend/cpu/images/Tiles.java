package lectern.backend.cpu.images;

import lectern.backend.Shape;

/// The squares of 2×2 results that cover a convolution's result, and the 4×4 pixels each is made
/// from.
///
/// Tiles are counted row by row, image by image, with one more at each row's end: then the pixels
/// of neighbouring tiles are neighbours, and a vector of tiles does not ask where rows end. What is
/// computed for the tile too many is left behind.
final class Tiles {

  final int channels;
  final int height;
  final int width;

  /// Rows and columns of the results.
  final int down;

  final int across;

  /// Tiles of a row, the one too many included.
  final int row;

  /// Tiles of an image.
  final int image;

  /// Tiles of all images.
  final int count;

  private final int padding;

  /// For a window of 3×3 over images `(N, channels, height, width)`.
  Tiles(Shape images, int padding) {
    this.channels = images.at(1);
    this.height = images.at(2);
    this.width = images.at(3);
    this.padding = padding;
    this.down = height + 2 * padding - 2;
    this.across = width + 2 * padding - 2;
    this.row = (across + 1) / 2 + 1;
    this.image = (down + 1) / 2 * row;
    this.count = Math.multiplyExact(images.at(0), image);
  }

  /// At most so many pixels have the rows that a piece of so many tiles touches, those that it
  /// shares with the next row of tiles included.
  int pixels(int band) {
    return 4 * (band / row + 3) * row;
  }

  /// Neighbouring tiles of one image.
  ///
  /// @param image which one
  /// @param from the first tile, counted from the image's first
  record Piece(Tiles tiles, int image, int from, int count) {

    /// The first row of tiles that is touched.
    int top() {
      return from / tiles.row;
    }

    int rows() {
      return (from + count - 1) / tiles.row - top() + 1;
    }
  }

  /// The piece that begins with this tile and ends before `to`, or where its image does.
  Piece piece(int from, int to) {
    int first = from % image;
    return new Piece(this, from / image, first, Math.min(image - first, to - from));
  }

  /// Copies a piece's rows of one channel of an image into zeros, those around the image left as
  /// they are: first the rows of even number, then those of odd number. A row is twice as long as a
  /// row of tiles.
  ///
  /// @param at where the channel begins in x
  /// @param pairs how many rows of even number, and of odd
  void pixels(float[] x, int at, Piece piece, int pairs, float[] to) {
    copy(x, at, height, width, padding, piece.top(), pairs, to, 0);
  }

  /// The same of one channel of the results, which has no zeros around it.
  void results(float[] g, int at, Piece piece, float[] to, int toAt) {
    copy(g, at, down, across, 0, piece.top(), piece.rows(), to, toAt);
  }

  private void copy(
      float[] x,
      int at,
      int rows,
      int columns,
      int margin,
      int first,
      int pairs,
      float[] to,
      int toAt) {
    for (int odd = 0; odd < 2; odd++) {
      for (int i = 0; i < pairs; i++) {
        int source = 2 * (first + i) + odd - margin;
        if (source >= 0 && source < rows) {
          int target = toAt + 2 * (odd * pairs + i) * row + margin;
          System.arraycopy(x, at + source * columns, to, target, columns);
        }
      }
    }
  }

  /// Writes a piece's squares of one channel where they belong.
  ///
  /// @param y the upper rows of the squares, and from `lower` on the lower ones
  /// @param out results `(N, outs, H', W')`
  void write(Piece piece, float[] y, int lower, float[] out, int o, int outs) {
    int at = (piece.image() * outs + o) * down * across;
    int n;
    for (int q = 0; q < piece.count(); q += n) {
      int i = (piece.from() + q) / row;
      int j = (piece.from() + q) % row;
      n = Math.min(row - j, piece.count() - q);
      int columns = Math.min(2 * n, across - 2 * j);
      if (columns > 0) {
        int target = at + 2 * (i * across + j);
        System.arraycopy(y, 2 * q, out, target, columns);
        if (2 * i + 1 < down) {
          System.arraycopy(y, lower + 2 * q, out, target + across, columns);
        }
      }
    }
  }
}

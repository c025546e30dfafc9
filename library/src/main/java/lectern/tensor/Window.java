package lectern.tensor;

/// A window that slides over an image.
///
/// @param height rows
/// @param width columns
/// @param stride how far it moves each time, down and across
/// @param padding zeros around the image on each side
record Window(int height, int width, int stride, int padding) {

  /// A window for the operation `name`.
  ///
  /// @throws IllegalArgumentException if it cannot slide
  Window(String name, int height, int width, int stride, int padding) {
    if (height < 1 || width < 1 || stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "%s: the window has at least 1 row and column, stride ≥ 1, padding ≥ 0; got %d × %d, stride %d, padding %d"
              .formatted(name, height, width, stride, padding));
    }
    this(height, width, stride, padding);
  }

  /// How many places there are from top to bottom of an image with `rows` rows.
  int down(int rows) {
    return places(rows, height, "rows");
  }

  /// How many places there are from left to right of an image with `columns` columns.
  int across(int columns) {
    return places(columns, width, "columns");
  }

  private int places(int size, int side, String what) {
    int free = size + 2 * padding - side;
    if (free < 0) {
      throw new ShapeException(
          "a window of %d %s does not fit an image of %d with padding %d"
              .formatted(side, what, size, padding));
    }
    return free / stride + 1;
  }

  int area() {
    return height * width;
  }

  /// Whether it is a single pixel that visits each in turn: then a column is the image itself.
  boolean isPoint() {
    return height == 1 && width == 1 && stride == 1 && padding == 0;
  }
}

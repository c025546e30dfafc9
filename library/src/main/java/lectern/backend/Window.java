package lectern.backend;

/// A window that slides over an image.
///
/// @param height rows
/// @param width columns
/// @param stride how far it moves each time, down and across
/// @param padding zeros around the image on each side
public record Window(int height, int width, int stride, int padding) {

  /// A window for the operation `name`.
  ///
  /// @throws IllegalArgumentException if it cannot slide
  public Window(String name, int height, int width, int stride, int padding) {
    if (height < 1 || width < 1 || stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "%s: the window has at least 1 row and column, stride ≥ 1, padding ≥ 0; got %d × %d, stride %d, padding %d"
              .formatted(name, height, width, stride, padding));
    }
    this(height, width, stride, padding);
  }

  /// Whether it fits into an image of this size.
  public boolean fits(int rows, int columns) {
    return rows + 2 * padding >= height && columns + 2 * padding >= width;
  }

  /// How many places there are from top to bottom of an image with `rows` rows.
  public int down(int rows) {
    return (rows + 2 * padding - height) / stride + 1;
  }

  /// How many places there are from left to right of an image with `columns` columns.
  public int across(int columns) {
    return (columns + 2 * padding - width) / stride + 1;
  }

  /// The shape of the columns that images `(N, C, H, W)` become: `(N, C·h·w, H'·W')`.
  public Shape columns(Shape images) {
    int places = down(images.at(2)) * across(images.at(3));
    return Shape.of(images.at(0), images.at(1) * area(), places);
  }

  /// How many pixels it shows.
  public int area() {
    return height * width;
  }

  /// Whether it is a single pixel that visits each in turn: then a column is the image itself.
  public boolean isPoint() {
    return height == 1 && width == 1 && stride == 1 && padding == 0;
  }
}

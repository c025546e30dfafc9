package lectern.backend.cpu.gemm;

/// A matrix where it lies in a Java array, row by row.
///
/// @param data `float[]` or `double[]`
/// @param at where it begins
/// @param ld the leading dimension: how far apart stored rows are
/// @param transposed whether the stored rows are the columns meant
public record Matrix(Object data, int at, int ld, boolean transposed) {

  /// A matrix whose rows are stored.
  public Matrix(Object data, int at, int ld) {
    this(data, at, ld, false);
  }

  /// The transpose, in the same place.
  public Matrix t() {
    return new Matrix(data, at, ld, !transposed);
  }

  /// The rows from `row` on.
  public Matrix fromRow(int row) {
    return new Matrix(data, at + (transposed ? row : row * ld), ld, transposed);
  }

  /// The columns from `column` on.
  public Matrix fromColumn(int column) {
    return t().fromRow(column).t();
  }
}

package lectern.models.sam;

import lectern.tensor.Interpolation;
import lectern.tensor.Tensor;

/// Attention that knows how far apart two patches are, row and column apart from each other.
///
/// The score of query patch (i, j) for key patch (k, l) grows by q·Rʰ[i − k] + q·Rʷ[j − l]; the
/// tables Rʰ and Rʷ have a learned row of width d for every distance. The query is not scaled.
///
/// Source: Y. Li and others, "MViTv2", CVPR 2022, section 4.1.
final class RelativePositions {

  private RelativePositions() {}

  /// The table's row for every pair of query and key position along one side. A table made for
  /// another length is stretched linearly; where the lengths differ, the shorter side's steps are
  /// longer.
  ///
  /// Shape: `(L, d)` → `(queries, keys, d)`
  static Tensor table(int queries, int keys, Tensor rows) {
    int distances = 2 * Math.max(queries, keys) - 1;
    var fitting = rows.size(0) == distances ? rows : stretch(rows, distances);
    double queryStep = Math.max((double) keys / queries, 1);
    double keyStep = Math.max((double) queries / keys, 1);
    var index = new int[queries * keys];
    for (int i = 0; i < queries; i++) {
      for (int k = 0; k < keys; k++) {
        index[i * keys + k] = (int) (i * queryStep - k * keyStep + (keys - 1) * keyStep);
      }
    }
    return fitting.take(0, Tensor.of(index, queries, keys));
  }

  /// `(L, d)` → `(length, d)`
  private static Tensor stretch(Tensor rows, int length) {
    int d = rows.size(1);
    return Interpolation.bilinear(rows, length, d);
  }

  /// The scores with q·Rʰ + q·Rʷ added; h, w the query grid, k, l the key grid.
  ///
  /// Shape: scores `(B, h·w, k·l)`, queries `(B, h·w, d)` → `(B, h·w, k·l)`
  static Tensor add(
      Tensor scores, Tensor queries, Tensor tableHeight, Tensor tableWidth, int h, int w) {
    int b = queries.size(0);
    int d = queries.size(2);
    // (h, k, d), (w, l, d)
    var rh = table(h, h, tableHeight);
    var rw = table(w, w, tableWidth);
    var q = queries.reshape(b, h, w, d);
    // (B, h, w, d)·(h, d, k) → (B, h, w, k)
    var byRow = q.matmul(rh.transpose(1, 2));
    // (B, w, h, d)·(w, d, l) → (B, w, h, l) → (B, h, w, l)
    var byColumn = q.transpose(1, 2).matmul(rw.transpose(1, 2)).transpose(1, 2);
    // (B, h, w, k, l) + (B, h, w, k, 1) + (B, h, w, 1, l)
    return scores
        .reshape(b, h, w, h, w)
        .add(byRow.unsqueeze(-1))
        .add(byColumn.unsqueeze(-2))
        .reshape(b, h * w, h * w);
  }
}

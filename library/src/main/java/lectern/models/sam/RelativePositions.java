package lectern.models.sam;

import lectern.tensor.Interpolation;
import lectern.tensor.Tensor;

/// Attention that knows how far apart two patches are, row and column apart from each other.
///
/// The score of query patch (i, j) for key patch (k, l) grows by q·Rʰ[i − k] + q·Rʷ[j − l]; the
/// tables Rʰ and Rʷ have a learned row of width d for every distance. The query is not scaled.
///
/// The two numbers depend on the key's row and column only, so they are never laid out for all
/// keys: [lectern.tensor.Attention#onGrid] adds them.
///
/// Source: Y. Li and others, "MViTv2", CVPR 2022, section 4.1.
final class RelativePositions {

  private final Tensor rowTable;
  private final Tensor columnTable;
  private final int h;
  private final int w;

  /// For a grid of h × w queries and as many keys.
  RelativePositions(Tensor rowTable, Tensor columnTable, int h, int w) {
    this.rowTable = rowTable;
    this.columnTable = columnTable;
    this.h = h;
    this.w = w;
  }

  /// What each query gives to each row of keys.
  ///
  /// Shape: `(B, heads, h·w, d)` → `(B, heads, h·w, h)`
  Tensor byRow(Tensor q) {
    // (B·heads, h, w, d)·(h, d, k) → (B·heads, h, w, k)
    var scores = places(q).matmul(table(h, h, rowTable).transpose(1, 2));
    return scores.reshape(q.size(0), q.size(1), h * w, h);
  }

  /// What each query gives to each column of keys.
  ///
  /// Shape: `(B, heads, h·w, d)` → `(B, heads, h·w, w)`
  Tensor byColumn(Tensor q) {
    // (B·heads, w, h, d)·(w, d, l) → (B·heads, w, h, l) → (B·heads, h, w, l)
    var scores =
        places(q).transpose(1, 2).matmul(table(w, w, columnTable).transpose(1, 2)).transpose(1, 2);
    return scores.reshape(q.size(0), q.size(1), h * w, w);
  }

  private Tensor places(Tensor q) {
    return q.reshape(q.size(0) * q.size(1), h, w, q.size(3));
  }

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
}

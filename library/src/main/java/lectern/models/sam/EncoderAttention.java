package lectern.models.sam;

import lectern.nn.Linear;
import lectern.nn.Stage;
import lectern.tensor.Attention;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// Attention of every patch to every patch of its grid, several heads at once, with relative
/// positions.
///
/// ```
/// q, k, v = x·W + b                         per head, d = D/heads wide
/// A = softmax(q·kᵀ/√d + relative positions)
/// y = (A·v)·Wᴼ + bᴼ
/// ```
public final class EncoderAttention extends Stage {

  private final int heads;
  private final Parameter rowTable;
  private final Parameter columnTable;
  private final Linear qkv;
  private final Linear proj;

  /// @param grid the side of the grid that the tables are made for
  EncoderAttention(int width, int heads, int grid) {
    this.heads = heads;
    this.rowTable = parameter("rel_pos_h", Tensor.zeros(2 * grid - 1, width / heads));
    this.columnTable = parameter("rel_pos_w", Tensor.zeros(2 * grid - 1, width / heads));
    this.qkv = child("qkv", new Linear(width, 3 * width));
    this.proj = child("proj", new Linear(width, width));
  }

  /// Shape: `(B, h, w, D)` → `(B, h, w, D)`
  @Override
  protected Tensor forward(Tensor x) {
    int b = x.size(0);
    int h = x.size(1);
    int w = x.size(2);
    int width = x.size(3);
    int d = width / heads;
    // (B, h, w, 3D) → (B, h·w, 3, heads, d) → (3, B, heads, h·w, d)
    var parts = qkv.apply(x).reshape(b, h * w, 3, heads, d).permute(2, 0, 3, 1, 4);
    var q = parts.select(0, 0);
    var k = parts.select(0, 1);
    var v = parts.select(0, 2);
    var places = new RelativePositions(rowTable, columnTable, h, w);
    var y = Attention.onGrid(q, k, v, places.byRow(q), places.byColumn(q));
    // (B, heads, h·w, d) → (B, h·w, heads, d) → (B, h, w, D)
    return proj.apply(y.transpose(1, 2).reshape(b, h, w, width));
  }
}

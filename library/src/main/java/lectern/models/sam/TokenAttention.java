package lectern.models.sam;

import lectern.nn.Layer;
import lectern.nn.Linear;
import lectern.tensor.Attention;
import lectern.tensor.Tensor;

/// Attention with separate queries, keys and values, narrower inside than outside: y =
/// softmax(q·kᵀ/√d)·v·Wᴼ + bᴼ per head, d = inner/heads.
public final class TokenAttention extends Layer {

  private final int heads;
  private final Linear q;
  private final Linear k;
  private final Linear v;
  private final Linear out;

  TokenAttention(int width, int heads, int inner) {
    this.heads = heads;
    this.q = child("q_proj", new Linear(width, inner));
    this.k = child("k_proj", new Linear(width, inner));
    this.v = child("v_proj", new Linear(width, inner));
    this.out = child("out_proj", new Linear(inner, width));
  }

  /// Shape: queries `(B, T, C)`, keys and values `(B, S, C)` → `(B, T, C)`
  public Tensor apply(Tensor queries, Tensor keys, Tensor values) {
    return call(() -> forward(queries, keys, values), queries, keys, values);
  }

  private Tensor forward(Tensor queries, Tensor keys, Tensor values) {
    var y =
        Attention.scaledDotProduct(
            split(q.apply(queries)), split(k.apply(keys)), split(v.apply(values)));
    return out.apply(join(y));
  }

  /// `(B, T, inner)` → `(B, heads, T, d)`
  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }

  /// `(B, heads, T, d)` → `(B, T, inner)`
  private Tensor join(Tensor x) {
    return x.transpose(1, 2).reshape(x.size(0), x.size(2), heads * x.size(3));
  }
}

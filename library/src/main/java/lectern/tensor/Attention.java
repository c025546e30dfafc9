package lectern.tensor;

import lectern.backend.DType;
import lectern.backend.Shape;

/// Every query asks all keys and gets a mean of their values, weighted by how well they fit.
///
/// Letters: T queries, S keys and values, d the width of queries and keys, e of values.
///
/// Source: A. Vaswani and others, "Attention is all you need", NeurIPS 2017, section 3.2.1.
@SuppressWarnings("InvalidBlockTag") // @shape
public final class Attention {

  private Attention() {}

  /// Y = softmax(Q·Kᵀ/√d)·V
  ///
  /// @shape Q `(…, T, d)`, K `(…, S, d)`, V `(…, S, e)` → `(…, T, e)`
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v) {
    return scaledDotProduct(q, k, v, null);
  }

  /// Y = softmax(Q·Kᵀ/√d + M)·V. A mask of truth values allows where it is true; one of real
  /// numbers is added to the scores. `null` allows all.
  ///
  /// @shape Q `(…, T, d)`, K `(…, S, d)`, V `(…, S, e)`, M `(…, T, S)` → `(…, T, e)`
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, Tensor mask) {
    boolean fits = q.rank() >= 2 && k.rank() >= 2 && v.rank() >= 2;
    if (!fits || q.shape().at(-1) != k.shape().at(-1) || k.shape().at(-2) != v.shape().at(-2)) {
      throw new ShapeException(
          "scaledDotProduct: Q (…, T, d), K (…, S, d), V (…, S, e) → (…, T, e); got %s, %s, %s"
              .formatted(q.shape(), k.shape(), v.shape()));
    }
    // (…, T, d)·(…, d, S) → (…, T, S)
    var scores = q.mul(1 / Math.sqrt(q.shape().at(-1))).matmul(k.transpose(-2, -1));
    return masked(scores, mask).softmax(-1).matmul(v);
  }

  /// [#scaledDotProduct] in which query t sees the keys 0 … t only.
  public static Tensor causal(Tensor q, Tensor k, Tensor v) {
    return scaledDotProduct(q, k, v, past(q, q.shape().at(-2), k.shape().at(-2)));
  }

  private static Tensor masked(Tensor scores, Tensor mask) {
    if (mask == null) {
      return scores;
    }
    if (mask.dtype() != DType.BOOL) {
      return scores.add(mask);
    }
    return Tensor.where(mask, scores, Tensor.fullLike(scores, Double.NEGATIVE_INFINITY));
  }

  /// True where s ≤ t, `(T, S)`.
  private static Tensor past(Tensor like, int t, int s) {
    var allowed = new boolean[t * s];
    for (int i = 0; i < t; i++) {
      for (int j = 0; j <= i && j < s; j++) {
        allowed[i * s + j] = true;
      }
    }
    return new Tensor(like.backend().wrap(allowed, Shape.of(t, s)));
  }
}

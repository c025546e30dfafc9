package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.FusedTransformers;
import lectern.backend.FusedTransformers.Causal;
import lectern.backend.FusedTransformers.Grid;
import lectern.backend.FusedTransformers.Mask;
import lectern.backend.FusedTransformers.Pairs;
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
  /// numbers is added to the scores. `null` allows all. A query that may see no key gets zeros, as
  /// in PyTorch.
  ///
  /// @shape Q `(…, T, d)`, K `(…, S, d)`, V `(…, S, e)`, M `(…, T, S)` → `(…, T, e)`
  public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, Tensor mask) {
    check(q, k, v);
    double scale = 1 / Math.sqrt(q.shape().at(-1));
    return alike(q, k, v) && (mask == null || fits(mask, q, k))
        ? fused(new Tensor[] {q, k, v}, scale, mask == null ? null : new Pairs(mask.array()))
        : composed(q, k, v, scale, mask);
  }

  /// Y = softmax(Q·Kᵀ/√d + M)·V where the keys stand in a grid of R rows and C columns, S = R·C,
  /// and a score grows by a number for the key's row and one for its column: M at key (r, c) is
  /// `rows[r] + columns[c]`.
  ///
  /// Source: Y. Li and others, "MViTv2", CVPR 2022, section 4.1.
  ///
  /// @shape Q `(…, T, d)`, K `(…, S, d)`, V `(…, S, e)`, rows `(…, T, R)`, columns `(…, T, C)` →
  ///   `(…, T, e)`
  public static Tensor onGrid(Tensor q, Tensor k, Tensor v, Tensor rows, Tensor columns) {
    check(q, k, v);
    boolean fits =
        rows.rank() == q.rank()
            && rows.shape().with(-1, 1).equals(q.shape().with(-1, 1))
            && columns.shape().with(-1, 1).equals(q.shape().with(-1, 1))
            && rows.shape().at(-1) * columns.shape().at(-1) == k.shape().at(-2);
    if (!fits) {
      throw new ShapeException(
          "onGrid: Q (…, T, d), K (…, R·C, d), rows (…, T, R), columns (…, T, C); got %s, %s, %s, %s"
              .formatted(q.shape(), k.shape(), rows.shape(), columns.shape()));
    }
    double scale = 1 / Math.sqrt(q.shape().at(-1));
    return alike(q, k, v) && rows.dtype() == q.dtype() && columns.dtype() == q.dtype()
        ? fused(
            new Tensor[] {q, k, v, rows, columns}, scale, new Grid(rows.array(), columns.array()))
        : composed(q, k, v, scale, mask(rows, columns));
  }

  /// `(…, T, R)` and `(…, T, C)` → `(…, T, R·C)`
  private static Tensor mask(Tensor rows, Tensor columns) {
    var shape = rows.shape().with(-1, rows.shape().at(-1) * columns.shape().at(-1));
    return rows.unsqueeze(-1).add(columns.unsqueeze(-2)).reshape(shape.dims());
  }

  /// [#scaledDotProduct] in which query t sees the keys 0 … t only.
  ///
  /// @shape Q `(…, T, d)`, K `(…, S, d)`, V `(…, S, e)` → `(…, T, e)`
  public static Tensor causal(Tensor q, Tensor k, Tensor v) {
    check(q, k, v);
    double scale = 1 / Math.sqrt(q.shape().at(-1));
    return alike(q, k, v)
        ? fused(new Tensor[] {q, k, v}, scale, new Causal())
        : composed(q, k, v, scale, past(q, q.shape().at(-2), k.shape().at(-2)));
  }

  private static void check(Tensor q, Tensor k, Tensor v) {
    boolean fits = q.rank() >= 2 && k.rank() >= 2 && v.rank() >= 2;
    if (!fits || q.shape().at(-1) != k.shape().at(-1) || k.shape().at(-2) != v.shape().at(-2)) {
      throw new ShapeException(
          "scaledDotProduct: Q (…, T, d), K (…, S, d), V (…, S, e) → (…, T, e); got %s, %s, %s"
              .formatted(q.shape(), k.shape(), v.shape()));
    }
  }

  /// What the formula says, one operation after the other.
  private static Tensor composed(Tensor q, Tensor k, Tensor v, double scale, Tensor mask) {
    // (…, T, d)·(…, d, S) → (…, T, S)
    var scores = q.mul(scale).matmul(k.transpose(-2, -1));
    return weights(scores, mask).matmul(v);
  }

  /// softmax(scores + M) along the keys; zeros, not 0/0, for a query that may see none.
  private static Tensor weights(Tensor scores, Tensor mask) {
    var blind = mask == null || scores.size() == 0 ? null : blind(mask.detach());
    if (blind == null) {
      return masked(scores, mask).softmax(-1);
    }
    var p = Tensor.where(blind, Operands.scalar(scores, 0), masked(scores, mask)).softmax(-1);
    return Tensor.where(blind, Operands.scalar(p, 0), p);
  }

  /// True for queries whose row of the mask allows no key, `(…, T, 1)`; `null` if there are none.
  private static Tensor blind(Tensor mask) {
    if (!mask.backend().hasValues()) {
      return null;
    }
    var best = mask.max(new int[] {-1}, true);
    var blind = mask.dtype() == DType.BOOL ? best.not() : best.eq(Double.NEGATIVE_INFINITY);
    return blind.max().item() == 0 ? null : blind;
  }

  /// Whether the three have one floating type and the same leading dimensions.
  private static boolean alike(Tensor q, Tensor k, Tensor v) {
    var heads = q.shape().with(-1, 1).with(-2, 1);
    return q.dtype().isFloating()
        && q.dtype() == k.dtype()
        && q.dtype() == v.dtype()
        && heads.equals(k.shape().with(-1, 1).with(-2, 1))
        && heads.equals(v.shape().with(-1, 1).with(-2, 1));
  }

  /// Whether a mask is a constant that broadcasts to the scores `(…, T, S)` and leaves their type.
  private static boolean fits(Tensor mask, Tensor q, Tensor k) {
    var scores = q.shape().with(-1, k.shape().at(-2));
    return (mask.dtype() == DType.BOOL || mask.dtype() == q.dtype())
        && mask.rank() > 0
        && !mask.requiresGrad()
        && scores.equals(Shape.broadcast(mask.shape(), scores));
  }

  /// The same in one operation, which keeps the softmax for the way back; ∂ in
  /// [FusedTransformers#attentionGrad].
  ///
  /// @param in Q, K, V, and rows and columns where there is a grid
  private static Tensor fused(Tensor[] in, double scale, Mask mask) {
    var q = in[0].array();
    var k = in[1].array();
    var v = in[2].array();
    var backend = Operands.backend("attention", in[0], in[1]);
    boolean records = Mode.isRecording() && Arrays.stream(in).anyMatch(Tensor::requiresGrad);
    var p = records ? backend.allocate(q.dtype(), q.shape().with(-1, k.shape().at(-2))) : null;
    var y = new Tensor(backend.attention(q, k, v, mask, scale, p));
    Cost.add((q.size() + y.size()) * k.shape().at(-2));
    var rules =
        Joint.rules(
            in.length,
            g ->
                Mode.isRecording()
                    ? again(g, in, scale, mask)
                    : tensors(backend.attentionGrad(g.array(), q, k, v, mask, scale, p)));
    Op.record("attention", y, in, rules).saves(in[0], in[1]).saves(in[2]);
    if (mask instanceof Pairs(var values)) {
      y.saves(new Tensor(values));
    }
    if (records) {
      Op.scratch(y, p.storage());
    }
    return y;
  }

  /// The gradients written with operations, so that they can be differentiated again.
  private static Tensor[] again(Tensor g, Tensor[] in, double scale, Mask mask) {
    var q = in[0];
    var k = in[1];
    var v = in[2];
    var given =
        switch (mask) {
          case null -> null;
          case Grid grid -> mask(in[3], in[4]);
          case Causal() -> past(q, q.shape().at(-2), k.shape().at(-2));
          case Pairs(var values) -> new Tensor(values);
        };
    var p = weights(q.mul(scale).matmul(k.transpose(-2, -1)), given);
    var dP = g.matmul(v.transpose(-2, -1));
    var dS = p.mul(dP.sub(dP.mul(p).sum(new int[] {-1}, true)));
    var dQ = dS.matmul(k).mul(scale);
    var dK = dS.transpose(-2, -1).matmul(q).mul(scale);
    var dV = p.transpose(-2, -1).matmul(g);
    if (in.length == 3) {
      return new Tensor[] {dQ, dK, dV};
    }
    // (…, T, R, C)
    var each = dS.reshape(in[3].unsqueeze(-1).shape().with(-1, in[4].shape().at(-1)).dims());
    return new Tensor[] {
      dQ, dK, dV, each.sum(new int[] {-1}, false), each.sum(new int[] {-2}, false)
    };
  }

  private static Tensor[] tensors(Array[] arrays) {
    return Arrays.stream(arrays).map(Tensor::new).toArray(Tensor[]::new);
  }

  private static Tensor masked(Tensor scores, Tensor mask) {
    if (mask == null) {
      return scores;
    }
    if (mask.dtype() != DType.BOOL) {
      return scores.add(mask);
    }
    return Tensor.where(mask, scores, Operands.scalar(scores, Double.NEGATIVE_INFINITY));
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

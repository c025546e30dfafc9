package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Activation;
import lectern.backend.Shape;

/// Matrix products.
@SuppressWarnings("InvalidBlockTag") // @shape
public sealed interface LinearAlgebra permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /// C = A·B, cₘₙ = Σₖ aₘₖ bₖₙ; ∂A = g·Bᵀ, ∂B = Aᵀ·g
  ///
  /// A vector on the left counts as a row, on the right as a column, and that dimension disappears
  /// from the result.
  ///
  /// @shape `(…, M, K)`·`(…, K, N)` → `(…, M, N)`; the leading dimensions broadcast
  default Tensor matmul(Tensor that) {
    var a = Operands.common(self(), that);
    var b = Operands.common(that, self());
    if (a.rank() == 0 || b.rank() == 0) {
      throw mismatch(a, b, "a single number has no columns; use mul");
    }
    if (a.rank() == 1) {
      var row = a.unsqueeze(0).matmul(b);
      return row.select(b.rank() == 1 ? 0 : -2, 0);
    }
    if (b.rank() == 1) {
      return a.matmul(b.unsqueeze(1)).select(-1, 0);
    }
    if (a.shape().at(-1) != b.shape().at(-2)) {
      throw mismatch(
          a,
          b,
          "K is %d on the left and %d on the right%s"
              .formatted(
                  a.shape().at(-1),
                  b.shape().at(-2),
                  a.shape().at(-1) == b.shape().at(-1) ? "; transpose the right one" : ""));
    }
    if (a.rank() > 2 && b.rank() == 2 && a.size() > 0) {
      // One large product instead of many small ones.
      var dims = a.shape().with(-1, b.shape().at(1)).dims();
      return a.reshape(-1, a.shape().at(-1)).matmul(b).reshape(dims);
    }
    if (a.rank() > 2 || b.rank() > 2) {
      checkBatch(a, b);
    }
    var backend = Operands.backend("matmul", a, b);
    var y = new Tensor(backend.matmul(a.array(), b.array()));
    Cost.add(y.size() * a.shape().at(-1));
    return Op.record(
            "matmul",
            y,
            a,
            g -> g.matmul(b.transpose(-2, -1)),
            b,
            g -> a.transpose(-2, -1).matmul(g))
        .saves(a, b);
  }

  private static void checkBatch(Tensor a, Tensor b) {
    var left = Shape.of(Arrays.copyOf(a.shape().dims(), a.rank() - 2));
    var right = Shape.of(Arrays.copyOf(b.shape().dims(), b.rank() - 2));
    if (Shape.broadcast(left, right) == null) {
      throw mismatch(
          a, b, "the leading dimensions " + left + " and " + right + " do not broadcast");
    }
  }

  private static ShapeException mismatch(Tensor a, Tensor b, String why) {
    return new ShapeException(
        "matmul: (…, M, K)·(…, K, N) → (…, M, N); got %s·%s: %s"
            .formatted(a.shape(), b.shape(), why));
  }

  /// The sum of products of two vectors.
  ///
  /// @shape `(K,)`, `(K,)` → `()`
  default Tensor dot(Tensor b) {
    var a = self();
    if (a.rank() != 1 || !a.shape().equals(b.shape())) {
      throw new ShapeException("dot: (K,)·(K,) → (); got %s·%s".formatted(a.shape(), b.shape()));
    }
    return a.mul(b).sum();
  }

  /// y = x·Wᵀ + b; ∂x = g·W, ∂W = gᵀ·x, ∂b = Σ g. `bias` may be `null`.
  ///
  /// @shape x `(…, I)`, W `(O, I)`, b `(O,)` → `(…, O)`
  default Tensor linear(Tensor weight, Tensor bias) {
    var x = self();
    if (weight.rank() != 2 || x.rank() < 1 || x.shape().at(-1) != weight.shape().at(1)) {
      throw new ShapeException(
          "linear: x (…, I)·Wᵀ (I, O) + b (O,) → (…, O); got x %s, W %s"
                  .formatted(x.shape(), weight.shape())
              + (weight.rank() == 2 ? "; x must end in " + weight.shape().at(1) : ""));
    }
    if (bias != null && !bias.shape().equals(Shape.of(weight.shape().at(0)))) {
      throw new ShapeException(
          "linear: the bias is (%d,), one number per row of W %s; got %s"
              .formatted(weight.shape().at(0), weight.shape(), bias.shape()));
    }
    boolean alike = x.dtype() == weight.dtype() && (bias == null || bias.dtype() == x.dtype());
    if (!alike || x.rank() == 1) {
      var y = x.matmul(weight.t());
      return bias == null ? y : y.add(bias);
    }
    var backend = Operands.backend("linear", x, weight);
    var b = bias == null ? null : bias.array();
    var y = new Tensor(backend.linear(x.array(), weight.array(), b, Activation.NONE));
    Cost.add(y.size() * x.shape().at(-1));
    Rule toX = g -> g.matmul(weight);
    Rule toW = g -> rows(g).t().matmul(rows(x));
    if (bias == null) {
      return Op.record("linear", y, x, toX, weight, toW).saves(x, weight);
    }
    var inputs = new Tensor[] {x, weight, bias};
    return Op.record("linear", y, inputs, new Rule[] {toX, toW, g -> g}).saves(x, weight);
  }

  /// `(…, D)` as `(N, D)`
  private static Tensor rows(Tensor x) {
    if (x.rank() == 2) {
      return x;
    }
    int width = x.shape().at(-1);
    int count = 1;
    for (int i = 0; i < x.rank() - 1; i++) {
      count *= x.shape().at(i);
    }
    return x.reshape(count, width);
  }
}

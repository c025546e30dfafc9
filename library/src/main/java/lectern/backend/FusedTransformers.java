package lectern.backend;

/// What transformers are made of, as compositions of primitives that a backend may compute in one
/// pass.
///
/// Letters: T queries, S keys and values, d the width of queries and keys, e of values, D the width
/// of a representation.
public interface FusedTransformers {

  private Backend self() {
    return (Backend) this;
  }

  /// y = γ·(x − μ)·r + β, r = 1/√(σ² + ε), for every row: x `(N, D)`, γ and β `(D,)` or `null`.
  ///
  /// @param statistics `(2, N)`; if not `null`, μ and r of every row are written there
  default Array layerNorm(Array x, Array gamma, Array beta, double eps, Array statistics) {
    var mean = mean(x);
    var centered = self().binary(Binary.SUB, x, mean);
    var variance = mean(self().unary(Unary.SQUARE, centered));
    var one = self().full(x.dtype(), Shape.of(), eps);
    var r = self().unary(Unary.RSQRT, self().binary(Binary.ADD, variance, one));
    if (statistics != null) {
      self().assign(statistics.select(0, 0), mean.select(1, 0));
      self().assign(statistics.select(0, 1), r.select(1, 0));
    }
    var y = self().binary(Binary.MUL, centered, r);
    y = gamma == null ? y : self().binary(Binary.MUL, y, gamma);
    return beta == null ? y : self().binary(Binary.ADD, y, beta);
  }

  /// ∂x, ∂γ and ∂β of [#layerNorm]; with y the standardized x and h = g·γ
  ///
  /// ```
  /// ∂x = r·(h − mean h − y·mean(h·y))     ∂γ = Σ g·y     ∂β = Σ g
  /// ```
  default Array[] layerNormGrad(Array g, Array x, Array gamma, Array statistics) {
    var mean = statistics.select(0, 0).unsqueeze(1);
    var r = statistics.select(0, 1).unsqueeze(1);
    var y = self().binary(Binary.MUL, self().binary(Binary.SUB, x, mean), r);
    var h = gamma == null ? g : self().binary(Binary.MUL, g, gamma);
    var rest = self().binary(Binary.MUL, y, mean(self().binary(Binary.MUL, h, y)));
    var centered = self().binary(Binary.SUB, h, mean(h));
    var dx = self().binary(Binary.MUL, self().binary(Binary.SUB, centered, rest), r);
    int[] rows = {0};
    var dGamma = self().reduce(Reduction.SUM, self().binary(Binary.MUL, g, y), rows, false);
    return new Array[] {dx, dGamma, self().reduce(Reduction.SUM, g, rows, false)};
  }

  private Array mean(Array x) {
    return self().reduce(Reduction.MEAN, x, new int[] {1}, true);
  }

  /// What is done to the scores, one for each query and key, before the softmax.
  sealed interface Mask {}

  /// Where the keys stand in a grid of R rows and C columns, S = R·C: a number for the key's row
  /// and one for its column are added.
  ///
  /// @param rows `(…, T, R)`
  /// @param columns `(…, T, C)`
  record Grid(Array rows, Array columns) implements Mask {}

  /// Query t sees the keys 0 … t only.
  record Causal() implements Mask {}

  /// One value for each query and key. A query that may see no key gets zeros.
  ///
  /// @param values what broadcasts to `(…, T, S)`: truth values, which allow where they are true,
  ///   or numbers of the scores' type, which are added
  record Pairs(Array values) implements Mask {}

  /// Y = softmax(mask(scale·Q·Kᵀ))·V for every leading index: Q `(…, T, d)`, K `(…, S, d)`, V `(…,
  /// S, e)` → `(…, T, e)`.
  ///
  /// @param mask what is done to the scores, or `null`
  /// @param probabilities `(…, T, S)`; if not `null`, the softmax is written there for the way back
  default Array attention(Array q, Array k, Array v, Mask mask, double scale, Array probabilities) {
    var products = scaled(self().matmul(q, k.transpose(k.rank() - 2, k.rank() - 1)), scale);
    var scores = masked(products, mask);
    var blind = mask instanceof Pairs pairs && scores.size() > 0 ? blind(pairs.values) : null;
    // Zeros, not 0/0, for a query that may see no key.
    var zero = self().full(q.dtype(), Shape.of(), 0);
    scores = blind == null ? scores : self().where(blind, zero, scores);
    var p = self().softmax(scores, scores.rank() - 1);
    p = blind == null ? p : self().where(blind, zero, p);
    if (probabilities != null) {
      self().assign(probabilities, p);
    }
    return self().matmul(p, v);
  }

  private Array masked(Array scores, Mask mask) {
    var never = self().full(scores.dtype(), Shape.of(), Double.NEGATIVE_INFINITY);
    return switch (mask) {
      case null -> scores;
      case Grid(var rows, var columns) -> {
        int last = rows.rank();
        var each = self().binary(Binary.ADD, rows.unsqueeze(last), columns.unsqueeze(last - 1));
        yield self().binary(Binary.ADD, scores, each.reshape(scores.shape()));
      }
      case Causal() ->
          self().where(past(scores.shape().at(-2), scores.shape().at(-1)), scores, never);
      case Pairs(var values) ->
          values.dtype() == DType.BOOL
              ? self().where(values, scores, never)
              : self().binary(Binary.ADD, scores, values);
    };
  }

  /// True for queries whose row of the mask allows no key, `(…, T, 1)`.
  private Array blind(Array mask) {
    var best = self().reduce(Reduction.MAX, mask, new int[] {mask.rank() - 1}, true);
    double least = mask.dtype() == DType.BOOL ? 0 : Double.NEGATIVE_INFINITY;
    return self().binary(Binary.EQ, best, self().full(mask.dtype(), Shape.of(), least));
  }

  /// ∂Q, ∂K, ∂V and, with a grid, ∂rows and ∂columns of [#attention]; P the softmax:
  ///
  /// ```
  /// ∂V = Pᵀ·g     ∂S = P·(g·Vᵀ − Σ P·(g·Vᵀ))     ∂Q = scale·∂S·K     ∂K = scale·∂Sᵀ·Q
  /// ∂rows = Σ ∂S over the columns     ∂columns = Σ ∂S over the rows
  /// ```
  default Array[] attentionGrad(
      Array g, Array q, Array k, Array v, Mask mask, double scale, Array probabilities) {
    int last = v.rank() - 1;
    var dP = self().matmul(g, v.transpose(last - 1, last));
    var dS = self().softmaxGrad(dP, probabilities, last);
    var dQ = scaled(self().matmul(dS, k), scale);
    var dK = scaled(self().matmul(dS.transpose(last - 1, last), q), scale);
    var dV = self().matmul(probabilities.transpose(last - 1, last), g);
    if (!(mask instanceof Grid(var rows, var columns))) {
      return new Array[] {dQ, dK, dV};
    }
    // (…, T, R, C)
    var each = dS.reshape(rows.unsqueeze(last + 1).shape().with(-1, columns.shape().at(-1)));
    var dRows = self().reduce(Reduction.SUM, each, new int[] {last + 1}, false);
    var dColumns = self().reduce(Reduction.SUM, each, new int[] {last}, false);
    return new Array[] {dQ, dK, dV, dRows, dColumns};
  }

  private Array scaled(Array x, double scale) {
    return self().binary(Binary.MUL, x, self().full(x.dtype(), Shape.of(), scale));
  }

  /// True where s ≤ t, `(T, S)`.
  private Array past(int queries, int keys) {
    var allowed = new boolean[queries * keys];
    for (int t = 0; t < queries; t++) {
      for (int s = 0; s <= t && s < keys; s++) {
        allowed[t * keys + s] = true;
      }
    }
    return self().wrap(allowed, Shape.of(queries, keys));
  }
}

package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Shape;

/// Numbers brought to mean 0 and variance 1, then scaled and moved as learned.
@SuppressWarnings("InvalidBlockTag") // @shape
public final class Normalization {

  private Normalization() {}

  /// y = γ·(x − μ)/√(σ² + ε) + β, μ and σ² over the last dimensions, as many as γ has. γ and β may
  /// be `null`. J. Ba, J. Kiros, G. Hinton 2016.
  ///
  /// @shape x `(…, D)`, γ and β `(D,)` (or more dimensions) → `(…, D)`
  public static Tensor layerNorm(Tensor x, Shape over, Tensor gamma, Tensor beta, double eps) {
    int rank = over.rank();
    boolean fits = rank >= 1 && rank <= x.rank();
    for (int i = 1; fits && i <= rank; i++) {
      fits = x.shape().at(-i) == over.at(-i);
    }
    if (!fits) {
      throw new ShapeException("layerNorm: x ends in %s; got %s".formatted(over, x.shape()));
    }
    var dims = new int[rank];
    Arrays.setAll(dims, i -> x.rank() - rank + i);
    return scaled(standardized(x, dims, eps), gamma, beta);
  }

  /// [#layerNorm] over the channels of every pixel.
  ///
  /// @shape x `(N, C, H, W)`, γ and β `(C,)` → `(N, C, H, W)`
  public static Tensor layerNorm2d(Tensor x, Tensor gamma, Tensor beta, double eps) {
    if (x.rank() != 4 || gamma.rank() != 1 || x.shape().at(1) != gamma.shape().at(0)) {
      throw new ShapeException(
          "layerNorm2d: x (N, C, H, W), γ and β (C,); got x %s, γ %s"
              .formatted(x.shape(), gamma.shape()));
    }
    return scaled(
        standardized(x, new int[] {1}, eps), gamma.reshape(-1, 1, 1), beta.reshape(-1, 1, 1));
  }

  private static Tensor scaled(Tensor x, Tensor gamma, Tensor beta) {
    var y = gamma == null ? x : x.mul(gamma);
    return beta == null ? y : y.add(beta);
  }

  /// y = (x − μ)·r, r = 1/√(σ² + ε), over `dims`; ∂x = r·(g − mean g − y·mean(g·y))
  static Tensor standardized(Tensor x, int[] dims, double eps) {
    var input = Operands.floating(x);
    var in = input.detach();
    var centered = in.sub(in.mean(dims, true));
    var r = centered.square().mean(dims, true).add(eps).rsqrt();
    var y = centered.mul(r);
    Rule rule =
        g -> {
          var scale = Mode.isRecording() ? reciprocalDeviation(input, dims, eps) : r;
          var rest = y.mul(g.mul(y).mean(dims, true));
          return g.sub(g.mean(dims, true)).sub(rest).mul(scale);
        };
    return Op.record("standardized", y, input, rule).saves(input, y);
  }

  private static Tensor reciprocalDeviation(Tensor x, int[] dims, double eps) {
    return x.var(dims, 0, true).add(eps).rsqrt();
  }
}

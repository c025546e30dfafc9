package lectern.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import lectern.backend.Array;
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
    for (var t : new Tensor[] {gamma, beta}) {
      if (t != null && !t.shape().equals(over)) {
        throw new ShapeException(
            "layerNorm: γ and β are %s, as the end of x; got %s".formatted(over, t.shape()));
      }
    }
    if (x.dtype().isFloating() && x.size() > 0 && alike(x, gamma) && alike(x, beta)) {
      return rows(x, over, gamma, beta, eps);
    }
    var dims = new int[rank];
    Arrays.setAll(dims, i -> x.rank() - rank + i);
    return scaled(standardized(x, dims, eps), gamma, beta);
  }

  private static boolean alike(Tensor x, Tensor parameter) {
    return parameter == null || parameter.dtype() == x.dtype();
  }

  /// [#layerNorm] in one operation on rows `(N, D)`; ∂ in
  /// [lectern.backend.FusedTransformers#layerNormGrad].
  private static Tensor rows(Tensor x, Shape over, Tensor gamma, Tensor beta, double eps) {
    int width = Math.toIntExact(over.size());
    int n = Math.toIntExact(x.size() / width);
    var in = x.reshape(n, width);
    var scale = gamma == null ? null : gamma.reshape(width);
    var shift = beta == null ? null : beta.reshape(width);
    var backend = in.backend();
    var statistics = backend.allocate(x.dtype(), Shape.of(2, n));
    var y =
        new Tensor(
            backend.layerNorm(
                in.array(),
                scale == null ? null : scale.array(),
                shift == null ? null : shift.array(),
                eps,
                statistics));
    var rules =
        Joint.rules(
            3,
            g ->
                Mode.isRecording()
                    ? again(g, in, scale, eps)
                    : tensors(
                        backend.layerNormGrad(
                            g.array(),
                            in.array(),
                            scale == null ? null : scale.array(),
                            statistics)));
    return recorded("layerNorm", y, new Tensor[] {in, scale, shift}, rules, statistics)
        .reshape(x.shape().dims());
  }

  /// Records an operation on x, γ and β, which may be `null`; its rules read x, γ and `statistics`.
  private static Tensor recorded(
      String name, Tensor y, Tensor[] inputs, Rule[] rules, Array statistics) {
    int[] given = IntStream.range(0, 3).filter(i -> inputs[i] != null).toArray();
    Op.record(
            name,
            y,
            Arrays.stream(given).mapToObj(i -> inputs[i]).toArray(Tensor[]::new),
            Arrays.stream(given).mapToObj(i -> rules[i]).toArray(Rule[]::new))
        .saves(inputs[0], inputs[1] == null ? inputs[0] : inputs[1]);
    Op.scratch(y, statistics.storage());
    return y;
  }

  /// ∂x, ∂γ and ∂β written with operations, so that they can be differentiated again.
  private static Tensor[] again(Tensor g, Tensor x, Tensor gamma, double eps) {
    int[] row = {1};
    var r = reciprocalDeviation(x, row, eps);
    var y = x.sub(x.mean(row, true)).mul(r);
    var h = gamma == null ? g : g.mul(gamma);
    var dx = h.sub(h.mean(row, true)).sub(y.mul(h.mul(y).mean(row, true))).mul(r);
    return new Tensor[] {dx, g.mul(y).sum(new int[] {0}, false), g.sum(new int[] {0}, false)};
  }

  private static Tensor[] tensors(Array[] arrays) {
    return Arrays.stream(arrays).map(Tensor::new).toArray(Tensor[]::new);
  }

  /// [#layerNorm] over the channels of every pixel. γ and β may be `null`.
  ///
  /// @shape x `(N, C, H, W)`, γ and β `(C,)` → `(N, C, H, W)`
  public static Tensor layerNorm2d(Tensor x, Tensor gamma, Tensor beta, double eps) {
    if (x.rank() != 4) {
      throw new ShapeException("layerNorm2d: x (N, C, H, W), γ and β (C,); got x " + x.shape());
    }
    checkChannels("layerNorm2d", x, gamma, beta);
    return perChannel(standardized(x, new int[] {1}, eps), gamma, beta);
  }

  /// [#layerNorm] over each channel of the whole batch: μ and σ² over all dimensions but the
  /// second. γ and β may be `null`. S. Ioffe, C. Szegedy 2015.
  ///
  /// @shape x `(N, C, …)`, γ and β `(C,)` → `(N, C, …)`
  public static Tensor batchNorm(Tensor x, Tensor gamma, Tensor beta, double eps) {
    checkChannels("batchNorm", x, gamma, beta);
    return perChannel(standardized(x, allButChannels(x), eps), gamma, beta);
  }

  /// y = γ·(x − μ)/√(σ² + ε) + β with given μ and σ², such as running means. γ and β may be `null`.
  ///
  /// @shape x `(N, C, …)`, μ, σ², γ and β `(C,)` → `(N, C, …)`
  public static Tensor batchNorm(
      Tensor x, Tensor mean, Tensor variance, Tensor gamma, Tensor beta, double eps) {
    checkChannels("batchNorm", x, mean, variance, gamma, beta);
    var y = x.sub(channels(mean, x)).mul(channels(variance.add(eps).rsqrt(), x));
    return perChannel(y, gamma, beta);
  }

  /// [#layerNorm] over each of G groups of neighbouring channels. γ and β may be `null`. Y. Wu, K.
  /// He 2018.
  ///
  /// @shape x `(N, C, …)`, C = G·C', γ and β `(C,)` → `(N, C, …)`
  public static Tensor groupNorm(Tensor x, int groups, Tensor gamma, Tensor beta, double eps) {
    checkChannels("groupNorm", x, gamma, beta);
    if (groups < 1 || x.size(1) % groups != 0) {
      throw new ShapeException(
          "groupNorm: the groups divide the channels evenly; got %d groups for x %s"
              .formatted(groups, x.shape()));
    }
    if (x.dtype().isFloating() && x.size() > 0 && alike(x, gamma) && alike(x, beta)) {
      return groups(x, groups, gamma, beta, eps);
    }
    int width = (int) (x.size() / Math.max(1, x.size(0) * groups));
    var y = standardized(x.reshape(x.size(0), groups, width), new int[] {2}, eps);
    return perChannel(y.reshape(x.shape().dims()), gamma, beta);
  }

  /// [#groupNorm] in one operation on `(N, C, P)`; ∂ in
  /// [lectern.backend.FusedImages#groupNormGrad].
  private static Tensor groups(Tensor x, int groups, Tensor gamma, Tensor beta, double eps) {
    int n = x.size(0);
    var in = x.reshape(n, x.size(1), -1);
    var backend = in.backend();
    var statistics = backend.allocate(x.dtype(), Shape.of(2, n * groups));
    var scale = gamma == null ? null : gamma.array();
    var shift = beta == null ? null : beta.array();
    var y = new Tensor(backend.groupNorm(in.array(), groups, scale, shift, eps, statistics));
    var rules =
        Joint.rules(
            3,
            g ->
                Mode.isRecording()
                    ? again(g, in, groups, gamma, eps)
                    : tensors(
                        backend.groupNormGrad(g.array(), in.array(), groups, scale, statistics)));
    return recorded("groupNorm", y, new Tensor[] {in, gamma, beta}, rules, statistics)
        .reshape(x.shape().dims());
  }

  /// ∂x, ∂γ and ∂β written with operations, so that they can be differentiated again.
  private static Tensor[] again(Tensor g, Tensor x, int groups, Tensor gamma, double eps) {
    int rows = x.size(0) * groups;
    int width = Math.toIntExact(x.size() / rows);
    var h = gamma == null ? g : g.mul(channels(gamma, x));
    var dx = again(h.reshape(rows, width), x.reshape(rows, width), null, eps)[0];
    var y = standardized(x.reshape(rows, width), new int[] {1}, eps).reshape(x.shape().dims());
    int[] pixels = {0, 2};
    return new Tensor[] {
      dx.reshape(x.shape().dims()), g.mul(y).sum(pixels, false), g.sum(pixels, false)
    };
  }

  private static void checkChannels(String name, Tensor x, Tensor... perChannel) {
    for (var t : perChannel) {
      if (x.rank() < 2 || (t != null && (t.rank() != 1 || t.size(0) != x.size(1)))) {
        throw new ShapeException(
            "%s: x (N, C, …) and one number per channel (C,); got x %s%s"
                .formatted(name, x.shape(), t == null ? "" : " and " + t.shape()));
      }
    }
  }

  static int[] allButChannels(Tensor x) {
    return IntStream.range(0, x.rank()).filter(d -> d != 1).toArray();
  }

  private static Tensor perChannel(Tensor x, Tensor gamma, Tensor beta) {
    return scaled(
        x, gamma == null ? null : channels(gamma, x), beta == null ? null : channels(beta, x));
  }

  /// `(C,)` as `(C, 1, …)`, so that it meets the second dimension of x.
  private static Tensor channels(Tensor t, Tensor x) {
    var shape = new int[x.rank() - 1];
    Arrays.fill(shape, 1);
    shape[0] = t.size(0);
    return t.reshape(shape);
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

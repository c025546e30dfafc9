package lectern.tensor;

import lectern.backend.Array;
import lectern.backend.DType;

/// How wrong a prediction is, as one number: the mean over the batch.
public final class Losses {

  private Losses() {}

  /// L = −1/N Σₙ ln softmax(xₙ) at labelₙ; ∂xₙₖ = g/N·(pₙₖ − (k = labelₙ))
  ///
  /// @param logits `(N, K)`, one number per class before softmax
  /// @param labels `(N,)`, INT32 or INT64, in 0 … K−1
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    checkLabels("crossEntropy", logits, labels);
    var x = Operands.floating(logits);
    var backend = x.backend();
    boolean records = x.requiresGrad() && Mode.isRecording();
    Array p = records ? backend.allocate(x.dtype(), x.shape()) : null;
    var rows = rows(x, labels, p);
    if (records) {
      Rule rule =
          g ->
              Mode.isRecording()
                  ? g.unsqueeze(1).mul(x.softmax(1).sub(oneHot(labels, x)))
                  : new Tensor(backend.crossEntropyGrad(g.array(), p, labels.array()));
      Op.record("crossEntropy", rows, x, rule).saves(x, labels);
      Op.scratch(rows, p.storage());
    }
    return rows.mean();
  }

  private static Tensor rows(Tensor x, Tensor labels, Array p) {
    try {
      return new Tensor(x.backend().crossEntropy(x.array(), labels.array(), p));
    } catch (IndexOutOfBoundsException e) {
      throw Operands.outside("crossEntropy: labels are 0 … K−1 for logits (N, K)", x.shape(), e);
    }
  }

  /// L = −1/N Σₙ xₙ at labelₙ of log-probabilities x.
  ///
  /// @param logProbabilities `(N, K)`
  /// @param labels `(N,)`, INT32 or INT64, in 0 … K−1
  public static Tensor nll(Tensor logProbabilities, Tensor labels) {
    checkLabels("nll", logProbabilities, labels);
    var x = logProbabilities;
    try {
      return x.gather(1, labels.unsqueeze(1)).mean().neg();
    } catch (IndexOutOfBoundsException e) {
      throw Operands.outside("nll: labels are 0 … K−1 for (N, K)", x.shape(), e);
    }
  }

  /// L = mean (x − y)²
  public static Tensor mse(Tensor x, Tensor y) {
    return sameShape("mse", x, y).sub(y).square().mean();
  }

  /// L = mean |x − y|
  public static Tensor l1(Tensor x, Tensor y) {
    return sameShape("l1", x, y).sub(y).abs().mean();
  }

  /// L = mean of d²/2 where |d| ≤ δ, else δ(|d| − δ/2), d = x − y. P. Huber 1964.
  ///
  /// @param delta δ > 0
  public static Tensor huber(Tensor x, Tensor y, double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("huber: δ is above 0, got " + delta);
    }
    var size = sameShape("huber", x, y).sub(y).abs();
    // Both are n(|d| − n/2) with n = min(|d|, δ), which has a gradient also for infinite d.
    var n = size.clamp(0, delta);
    return n.mul(size.sub(n.mul(0.5))).mean();
  }

  /// L = −mean [y ln p + (1 − y) ln(1 − p)]; the logarithms are at least −100, as in PyTorch.
  ///
  /// @param p probabilities
  /// @param y targets in [0, 1]
  public static Tensor bce(Tensor p, Tensor y) {
    sameShape("bce", p, y);
    var each = eachBce(p.detach(), y.detach());
    Rule toP = g -> g.mul(p.sub(y)).div(p.mul(p.rsub(1)).clamp(1e-12, Double.POSITIVE_INFINITY));
    Rule toY = g -> g.mul(logAtLeast(p.rsub(1)).sub(logAtLeast(p)));
    return Op.record("bce", each, p, toP, y, toY).saves(p, y).mean();
  }

  private static Tensor eachBce(Tensor p, Tensor y) {
    return y.mul(logAtLeast(p)).add(y.rsub(1).mul(logAtLeast(p.rsub(1)))).neg();
  }

  private static Tensor logAtLeast(Tensor p) {
    return p.log().clamp(-100, Double.POSITIVE_INFINITY);
  }

  /// L = mean [ln(1 + eˣ) − x·y]: the same as [#bce] of σ(x), without overflow.
  ///
  /// @param logits any real numbers
  /// @param y targets in [0, 1]
  public static Tensor bceWithLogits(Tensor logits, Tensor y) {
    return sameShape("bceWithLogits", logits, y).softplus().sub(logits.mul(y)).mean();
  }

  /// L = 1/N Σ q·(ln q − ℓ), the divergence of q from a model's log-probabilities ℓ; terms with q =
  /// 0 are 0.
  ///
  /// @param logProbabilities ℓ, `(N, …)`
  /// @param q probabilities, `(N, …)`
  public static Tensor kl(Tensor logProbabilities, Tensor q) {
    sameShape("kl", logProbabilities, q);
    var logQ = Tensor.where(q.gt(0), q, Tensor.onesLike(q)).log();
    return q.mul(logQ.sub(logProbabilities)).sum().div(q.size(0));
  }

  /// L = mean αₜ(1 − pₜ)^γ·(−ln pₜ), p = σ(x), pₜ = p where y = 1 and 1 − p where y = 0, αₜ alike:
  /// [#bceWithLogits] that cares less for what is easy. T.-Y. Lin and others 2017; SAM takes α =
  /// 0.25, γ = 2.
  ///
  /// @param logits any real numbers
  /// @param y targets in [0, 1]
  /// @param alpha the weight of y = 1; that of y = 0 is 1 − α
  public static Tensor focal(Tensor logits, Tensor y, double alpha, double gamma) {
    var x = sameShape("focal", logits, y);
    var miss = x.softplus().sub(x.mul(y));
    var p = x.sigmoid();
    // 1 − pₜ = p + y − 2py
    var hard = p.add(y).sub(p.mul(y).mul(2)).pow(gamma);
    var weight = y.mul(2 * alpha - 1).add(1 - alpha);
    return weight.mul(hard).mul(miss).mean();
  }

  /// L = 1/N Σₙ 1 − (2 Σ p·y + 1)/(Σ p + Σ y + 1), how little two masks overlap; the ones keep
  /// empty masks at 0. F. Milletari and others 2016, in the form of MaskFormer and SAM.
  ///
  /// @param p probabilities `(N, …)`, for example σ of logits
  /// @param y targets in [0, 1], `(N, …)`
  public static Tensor dice(Tensor p, Tensor y) {
    sameShape("dice", p, y);
    if (p.rank() == 0) {
      throw new ShapeException("dice: masks (N, …); got a single number");
    }
    var a = p.reshape(p.size(0), (int) (p.size() / Math.max(1, p.size(0))));
    var b = y.reshape(a.shape().dims());
    var shared = a.mul(b).sum(1).mul(2).add(1);
    return shared.div(a.sum(1).add(b.sum(1)).add(1)).rsub(1).mean();
  }

  private static Tensor oneHot(Tensor labels, Tensor x) {
    int classes = x.size(1);
    return Tensor.zerosLike(x)
        .scatterAdd(
            1, labels.unsqueeze(1), Tensor.onesLike(x.detach().slice(1, 0, Math.min(1, classes))));
  }

  private static Tensor sameShape(String name, Tensor x, Tensor y) {
    if (!x.shape().equals(y.shape())) {
      throw new ShapeException(
          "%s: prediction and target have one shape; got %s and %s"
              .formatted(name, x.shape(), y.shape()));
    }
    return x;
  }

  private static void checkLabels(String name, Tensor x, Tensor labels) {
    boolean integers = labels.dtype() == DType.INT32 || labels.dtype() == DType.INT64;
    if (!integers) {
      throw new IllegalArgumentException(
          "%s: labels are class numbers, INT32 or INT64; got %s (for one-hot rows use labels.argmax(1))"
              .formatted(name, labels.dtype()));
    }
    if (x.rank() != 2 || labels.rank() != 1 || x.shape().at(0) != labels.shape().at(0)) {
      throw new ShapeException(
          "%s: predictions (N, K), labels (N,) → (); got %s and %s%s"
              .formatted(
                  name,
                  x.shape(),
                  labels.shape(),
                  labels.rank() == 2 && labels.shape().at(1) == 1
                      ? "; squeeze the labels' last dimension"
                      : ""));
    }
    Operands.backend(name, x, labels);
  }
}

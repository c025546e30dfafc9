package lectern.backend;

/// Common sequences of primitives that a backend may compute in one pass over memory.
///
/// The defaults here compose the primitives of [Backend]: they say what each means, run everywhere,
/// and are what the fast versions are tested against. They read views with any strides.
public interface Fused {

  private Backend self() {
    return (Backend) this;
  }

  /// y = f(x·Wᵀ + b): x `(…, I)`, W `(O, I)`, b `(O,)` or `null` → `(…, O)`.
  default Array linear(Array x, Array weight, Array bias, Activation f) {
    var y = self().matmul(matrix(x), weight.transpose(0, 1));
    if (bias != null) {
      self().update(Binary.ADD, y, bias);
    }
    if (f != Activation.NONE) {
      y = self().unary(f.function(), y);
    }
    return y.reshape(x.shape().with(-1, weight.shape().at(0)));
  }

  /// All leading dimensions as one, `(…, I)` → `(N, I)`.
  private Array matrix(Array x) {
    int width = x.shape().at(-1);
    int rows = width == 0 ? rows(x.shape()) : Math.toIntExact(x.size() / width);
    return x.rank() == 2 ? x : self().contiguous(x).reshape(Shape.of(rows, width));
  }

  private static int rows(Shape shape) {
    int rows = 1;
    for (int i = 0; i < shape.rank() - 1; i++) {
      rows *= shape.at(i);
    }
    return rows;
  }

  /// pₖ = e^(xₖ − max x) / Σⱼ e^(xⱼ − max x) along `dim`.
  default Array softmax(Array x, int dim) {
    int[] over = {dim};
    var shifted = self().binary(Binary.SUB, x, self().reduce(Reduction.MAX, x, over, true));
    var e = self().unary(Unary.EXP, shifted);
    return self().binary(Binary.DIV, e, self().reduce(Reduction.SUM, e, over, true));
  }

  /// ∂x = p·(g − Σⱼ gⱼ pⱼ) along `dim`, p the softmax.
  default Array softmaxGrad(Array g, Array p, int dim) {
    int[] over = {dim};
    var dot = self().reduce(Reduction.SUM, self().binary(Binary.MUL, g, p), over, true);
    return self().binary(Binary.MUL, p, self().binary(Binary.SUB, g, dot));
  }

  /// ℓₖ = xₖ − max x − ln Σⱼ e^(xⱼ − max x) along `dim`.
  default Array logSoftmax(Array x, int dim) {
    int[] over = {dim};
    var shifted = self().binary(Binary.SUB, x, self().reduce(Reduction.MAX, x, over, true));
    var sum = self().reduce(Reduction.SUM, self().unary(Unary.EXP, shifted), over, true);
    return self().binary(Binary.SUB, shifted, self().unary(Unary.LOG, sum));
  }

  /// ∂x = g − e^ℓ·Σⱼ gⱼ along `dim`, ℓ the log-softmax.
  default Array logSoftmaxGrad(Array g, Array l, int dim) {
    var sum = self().reduce(Reduction.SUM, g, new int[] {dim}, true);
    var p = self().unary(Unary.EXP, l);
    return self().binary(Binary.SUB, g, self().binary(Binary.MUL, p, sum));
  }

  /// yᵢ = Πⱼ xⱼ over j ≠ i along `dim`, without a division, so that zeros are nothing special: the
  /// product of those before times that of those behind.
  default Array productsOfOthers(Array x, int dim) {
    var y = productsOnOneSide(x, dim, true);
    self().update(Binary.MUL, y, productsOnOneSide(x, dim, false));
    return y;
  }

  /// Products of the elements before each one, or behind it, in ⌈log₂ n⌉ steps that double how many
  /// are in it.
  private Array productsOnOneSide(Array x, int dim, boolean before) {
    int n = x.shape().at(dim);
    var y = self().full(x.dtype(), x.shape(), 1);
    if (n > 1) {
      self().assign(rest(y, dim, 1, before), rest(x, dim, 1, !before));
    }
    for (int reach = 1; reach < n; reach *= 2) {
      var known = self().copy(y);
      self().update(Binary.MUL, rest(y, dim, reach, before), rest(known, dim, reach, !before));
    }
    return y;
  }

  /// All but the first `count` elements, or the last.
  private static Array rest(Array x, int dim, int count, boolean first) {
    int n = x.shape().at(dim);
    return x.slice(dim, first ? count : 0, first ? n : n - count, 1);
  }

  /// `−ℓ(x)[n, labels[n]]`, each row's loss: x `(N, K)`, labels `(N,)` → `(N,)`. With
  /// `probabilities` `(N, K)` not `null`, the softmax is written there for the way back.
  default Array crossEntropy(Array x, Array labels, Array probabilities) {
    var l = logSoftmax(x, 1);
    if (probabilities != null) {
      self().assign(probabilities, self().unary(Unary.EXP, l));
    }
    return self().unary(Unary.NEG, self().gather(l, 1, labels.unsqueeze(1)).select(1, 0));
  }

  /// ∂xₙₖ = gₙ·(pₙₖ − (k = labelₙ)): g `(N,)`, p `(N, K)`, labels `(N,)`.
  default Array crossEntropyGrad(Array g, Array probabilities, Array labels) {
    var column = g.unsqueeze(1);
    var out = self().binary(Binary.MUL, probabilities, column);
    self().scatterAdd(out, 1, labels.unsqueeze(1), self().unary(Unary.NEG, column));
    return out;
  }

  /// One step of SGD in place; see [SgdStep].
  ///
  /// @param momentum the buffer, or `null` where the step has no momentum
  default void sgd(Array theta, Array gradient, Array momentum, SgdStep step) {
    step.apply(self(), theta, gradient, momentum);
  }

  /// One step of QHAdam (Adam where ν₁ = ν₂ = 1) in place; see [QHAdamStep].
  ///
  /// @param mean the running mean of gradients, already corrected for its bias
  /// @param square the running mean of squared gradients, already corrected
  default void qhAdam(Array theta, Array gradient, Array mean, Array square, QHAdamStep step) {
    step.apply(self(), theta, gradient, mean, square);
  }
}

package lectern.tensor;

import java.util.Arrays;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;

/// Many numbers to one: along the dimensions that are named, or along all if none is. With
/// `keepDims` a reduced dimension stays with size 1. Sums and products of integers are INT64.
///
/// @shape `(…)` → the shape without the named dimensions
@SuppressWarnings("InvalidBlockTag") // @shape
public sealed interface Reductions permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /// Sum of all elements.
  default Tensor sum() {
    return sum(new int[0], false);
  }

  /// Sums along dimensions.
  default Tensor sum(int... dims) {
    return sum(dims, false);
  }

  /// y = Σ x; ∂x = g everywhere
  default Tensor sum(int[] dims, boolean keepDims) {
    var x = self();
    int[] over = over("sum", x, dims);
    var from = wide(x);
    var y = new Tensor(x.backend().reduce(Reduction.SUM, from.array(), over, keepDims));
    return Op.record("sum", y, x, g -> spread(g, x, over, keepDims));
  }

  /// Mean of all elements.
  default Tensor mean() {
    return mean(new int[0], false);
  }

  /// Means along dimensions.
  default Tensor mean(int... dims) {
    return mean(dims, false);
  }

  /// y = Σ x/n; ∂x = g/n
  default Tensor mean(int[] dims, boolean keepDims) {
    var x = Operands.floating(self());
    int[] over = over("mean", x, dims);
    var y = new Tensor(x.backend().reduce(Reduction.MEAN, x.array(), over, keepDims));
    double n = count(x, over);
    return Op.record("mean", y, x, g -> spread(g.div(n), x, over, keepDims));
  }

  /// Product of all elements.
  default Tensor prod() {
    return self().reshape((int) self().size()).prod(0, false);
  }

  /// Products along a dimension.
  default Tensor prod(int dim) {
    return prod(dim, false);
  }

  /// y = Π x along `dim`, 1 of nothing; ∂xᵢ = g·Πⱼ xⱼ over j ≠ i, right also where some x are 0
  default Tensor prod(int dim, boolean keepDim) {
    var x = self();
    if (x.rank() == 0) {
      return row("prod", dim).prod(0, keepDim).reshape();
    }
    int d = x.shape().dim("prod", dim);
    int[] over = {d};
    var from = wide(x);
    var y = new Tensor(x.backend().reduce(Reduction.PROD, from.array(), over, keepDim));
    Rule rule = g -> spread(g, x, over, keepDim).mul(Products.ofOthers(x, d));
    return Op.record("prod", y, x, rule).saves(x);
  }

  /// Variance of all elements with n − 1 below the line.
  default Tensor var() {
    return var(new int[0], 1, false);
  }

  /// Variances along dimensions with n − 1 below the line.
  default Tensor var(int... dims) {
    return var(dims, 1, false);
  }

  /// y = Σ(x − mean)²/(n − correction): correction 1 estimates a population's variance from a
  /// sample, 0 is the sample's own; ∂x = 2g(x − mean)/(n − correction)
  default Tensor var(int[] dims, double correction, boolean keepDims) {
    var x = Operands.floating(self());
    int[] over = over("var", x, dims);
    double below = Math.max(0, count(x, over) - correction);
    var off = x.detach().sub(x.detach().mean(over, true));
    x.backend().update(Binary.MUL, off.array(), off.array());
    var y = off.sum(over, keepDims).div(below);
    Rule rule = g -> x.sub(x.mean(over, true)).mul(spread(g.mul(2).div(below), x, over, keepDims));
    return Op.record("var", y, x, rule).saves(x);
  }

  /// Standard deviation of all elements with n − 1 below the line.
  default Tensor std() {
    return deviation(var());
  }

  /// Standard deviations along dimensions with n − 1 below the line; where it is 0, so is its
  /// gradient.
  default Tensor std(int... dims) {
    return deviation(var(dims));
  }

  /// √v with the gradient 0 at 0, where it has none.
  private static Tensor deviation(Tensor v) {
    var flat = v.eq(0);
    return Tensor.where(flat, v.detach(), Tensor.where(flat, Tensor.onesLike(v), v).sqrt());
  }

  /// The largest element.
  default Tensor max() {
    return max(new int[0], false);
  }

  /// The largest along dimensions.
  default Tensor max(int... dims) {
    return max(dims, false);
  }

  /// y = max x; the largest elements share g equally, as in PyTorch's `amax`
  default Tensor max(int[] dims, boolean keepDims) {
    return extreme("max", Reduction.MAX, dims, keepDims);
  }

  /// The smallest element.
  default Tensor min() {
    return min(new int[0], false);
  }

  /// The smallest along dimensions.
  default Tensor min(int... dims) {
    return min(dims, false);
  }

  /// y = min x; the smallest elements share g equally
  default Tensor min(int[] dims, boolean keepDims) {
    return extreme("min", Reduction.MIN, dims, keepDims);
  }

  private Tensor extreme(String name, Reduction op, int[] dims, boolean keepDims) {
    var x = self();
    int[] over = over(name, x, dims);
    if (count(x, over) == 0) {
      throw new ShapeException(
          "%s: there is no %s of nothing; dimensions %s of %s are empty"
              .formatted(name, name, Arrays.toString(over), x.shape()));
    }
    var y = new Tensor(x.backend().reduce(op, x.array(), over, keepDims));
    Rule rule =
        g -> {
          var hit = x.eq(spread(y.detach(), x, over, keepDims)).to(g.dtype());
          return spread(g, x, over, keepDims).mul(hit.div(hit.sum(over, true)));
        };
    return Op.record(name, y, x, rule).saves(x, y);
  }

  /// Where the largest element is, counted in row-major order, INT64.
  default Tensor argmax() {
    var x = self();
    return x.reshape((int) x.size()).argmax(0);
  }

  /// Where along `dim` the largest element is, INT64; the first of equals.
  default Tensor argmax(int dim) {
    var x = self();
    if (x.rank() == 0) {
      return row("argmax", dim).argmax(0);
    }
    int d = x.shape().dim("argmax", dim);
    if (x.shape().at(d) == 0) {
      throw new ShapeException("argmax: dimension " + d + " of " + x.shape() + " is empty");
    }
    return Op.result("argmax", x.backend().argmax(x.array(), d));
  }

  /// Where along `dim` the smallest element is, INT64; the first of equals.
  default Tensor argmin(int dim) {
    var x = self().detach();
    return (x.dtype() == DType.BOOL ? x.to(DType.INT32) : x).neg().argmax(dim);
  }

  /// y = ln Σ eˣ along `dim`, shifted by the maximum so that nothing overflows; ∂x = g·e^(x − y)
  default Tensor logSumExp(int dim, boolean keepDims) {
    var x = Operands.floating(self());
    if (x.rank() == 0) {
      return row("logSumExp", dim).logSumExp(0, keepDims).reshape();
    }
    int[] over = {x.shape().dim("logSumExp", dim)};
    // Of nothing it is ln 0; beside an infinite maximum there is nothing to shift.
    var known = x.detach();
    var top = x.shape().at(over[0]) == 0 ? Tensor.scalar(0).to(x.dtype()) : known.max(over, true);
    var shift = Tensor.where(top.abs().lt(Double.POSITIVE_INFINITY), top, Tensor.zerosLike(top));
    var y = known.sub(shift).exp().sum(over, true).log().add(shift);
    Op.record("logSumExp", y, x, g -> g.mul(x.sub(y).exp())).saves(x, y);
    return keepDims ? y : y.squeeze(over[0]);
  }

  /// yₜ = x₀ + … + xₜ along `dim`; ∂xₜ = gₜ + gₜ₊₁ + …
  default Tensor cumsum(int dim) {
    var x = self();
    if (x.rank() == 0) {
      return row("cumsum", dim).cumsum(0).reshape();
    }
    int d = x.shape().dim("cumsum", dim);
    var y = new Tensor(x.backend().cumsum(wide(x).array(), d));
    // Summed from the end, not as a difference, in which small gradients beside large ones are
    // lost.
    return Op.record("cumsum", y, x, g -> g.flip(d).cumsum(d).flip(d));
  }

  /// pₖ = e^(xₖ)/Σⱼ e^(xⱼ) along `dim`; ∂x = p·(g − Σⱼ gⱼpⱼ)
  default Tensor softmax(int dim) {
    var x = Operands.floating(self());
    if (x.rank() == 0) {
      return row("softmax", dim).softmax(0).reshape();
    }
    int d = x.shape().dim("softmax", dim);
    var p = new Tensor(x.backend().softmax(x.array(), d));
    Rule rule =
        g ->
            Mode.isRecording()
                ? p.mul(g.sub(g.mul(p).sum(new int[] {d}, true)))
                : new Tensor(g.backend().softmaxGrad(g.array(), p.array(), d));
    return Op.record("softmax", p, x, rule).saves(p);
  }

  /// ℓₖ = xₖ − ln Σⱼ e^(xⱼ) along `dim`; ∂x = g − e^ℓ·Σⱼ gⱼ
  default Tensor logSoftmax(int dim) {
    var x = Operands.floating(self());
    if (x.rank() == 0) {
      return row("logSoftmax", dim).logSoftmax(0).reshape();
    }
    int d = x.shape().dim("logSoftmax", dim);
    var l = new Tensor(x.backend().logSoftmax(x.array(), d));
    Rule rule =
        g ->
            Mode.isRecording()
                ? g.sub(l.exp().mul(g.sum(new int[] {d}, true)))
                : new Tensor(g.backend().logSoftmaxGrad(g.array(), l.array(), d));
    return Op.record("logSoftmax", l, x, rule).saves(l);
  }

  /// A single number as a row of one: its dimensions 0 and −1, as in PyTorch.
  private Tensor row(String who, int dim) {
    if (dim != 0 && dim != -1) {
      throw new ShapeException(
          who + ": a single number has the dimensions 0 and −1 only, got " + dim);
    }
    return self().reshape(1);
  }

  /// Integers and truth values as INT64, so that what adds up has room.
  private static Tensor wide(Tensor x) {
    return x.dtype().isFloating() ? x : x.to(DType.INT64);
  }

  /// The dimensions sorted and from the front; all if none is named.
  private static int[] over(String who, Tensor x, int[] dims) {
    if (x.rank() == 0 && dims.length == 1) {
      ((Reductions) x).row(who, dims[0]);
      return new int[0];
    }
    var over = new int[dims.length == 0 ? x.rank() : dims.length];
    for (int i = 0; i < over.length; i++) {
      over[i] = dims.length == 0 ? i : x.shape().dim(who, dims[i]);
    }
    Arrays.sort(over);
    for (int i = 1; i < over.length; i++) {
      if (over[i] == over[i - 1]) {
        throw new ShapeException(who + ": dimension " + over[i] + " is named twice");
      }
    }
    return over;
  }

  private static double count(Tensor x, int[] over) {
    double count = 1;
    for (int d : over) {
      count *= x.shape().at(d);
    }
    return count;
  }

  /// `y`, one number for each reduced run of x, repeated over x's shape.
  private static Tensor spread(Tensor y, Tensor x, int[] over, boolean kept) {
    var column = kept ? y : y.reshape(x.shape().without(over, true).dims());
    return column.expand(x.shape().dims());
  }
}

package lectern.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.random.RandomStream;

/// The table of operations whose gradients are checked. A new operation needs a row here.
final class GradientRows {

  private GradientRows() {}

  /// An operation at given inputs. `method` is the method's name in its room.
  record Row(String method, String note, Function<Tensor[], Tensor> f, List<Tensor> inputs) {
    @Override
    public String toString() {
      return method + (note.isEmpty() ? "" : " " + note);
    }
  }

  static final List<Row> ROWS = new ArrayList<>();

  private static void row(String method, Function<Tensor[], Tensor> f, Tensor... inputs) {
    noted(method, "", f, inputs);
  }

  private static void noted(
      String method, String note, Function<Tensor[], Tensor> f, Tensor... inputs) {
    ROWS.add(new Row(method, note, f, List.of(inputs)));
  }

  /// Numbers in ±[0.3, 1.5], fixed by the shape and a seed, away from kinks at 0.
  static Tensor x(long seed, int... shape) {
    var t = positive(seed, shape);
    var values = t.toDoubles();
    var signs = new double[values.length];
    new RandomStream(seed).child("signs").uniform(signs, -1, 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.copySign(values[i], signs[i]);
    }
    return Tensor.wrap(values, t.shape());
  }

  private static Tensor positive(long seed, int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    var values = new double[size];
    new RandomStream(seed).uniform(values, 0.3, 1.5);
    return Tensor.wrap(values, Shape.of(shape));
  }

  private static Tensor ints(int... values) {
    return Tensor.of(values);
  }

  /// Every third element is false.
  private static Tensor mask(int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    var holds = new boolean[size];
    for (int i = 0; i < size; i++) {
      holds[i] = i % 3 != 1;
    }
    return Tensor.wrap(holds, Shape.of(shape));
  }

  private static Tensor zeroAt(Tensor t, int... places) {
    var values = t.toDoubles();
    for (int place : places) {
      values[place] = 0;
    }
    return Tensor.wrap(values, t.shape());
  }

  /// One tensor of two pieces, each with another weight.
  private static Tensor mixed(List<Tensor> pieces) {
    return pieces.get(0).square().add(pieces.get(1).mul(pieces.get(0)));
  }

  static {
    // Arithmetic
    row("add", t -> t[0].add(t[1]), x(1, 2, 3), x(2, 2, 3));
    noted("add", "broadcast", t -> t[0].add(t[1]), x(1, 2, 3), x(2, 3));
    noted("add", "number", t -> t[0].add(2.5), x(1, 2, 3));
    row("sub", t -> t[0].sub(t[1]), x(1, 2, 3), x(2, 2, 3));
    noted("sub", "broadcast", t -> t[0].sub(t[1]), x(1, 3, 1), x(2, 1, 4));
    noted("sub", "number", t -> t[0].sub(2.5), x(1, 2, 3));
    row("rsub", t -> t[0].rsub(2.5), x(1, 2, 3));
    row("mul", t -> t[0].mul(t[1]), x(1, 2, 3), x(2, 2, 3));
    noted("mul", "broadcast", t -> t[0].mul(t[1]), x(1, 2, 1, 3), x(2, 4, 1));
    noted("mul", "with a single number tensor", t -> t[0].mul(t[1]), x(1, 2, 3), x(2));
    noted("mul", "number", t -> t[0].mul(-3), x(1, 2, 3));
    noted("mul", "with itself", t -> t[0].mul(t[0]), x(1, 2, 3));
    row("div", t -> t[0].div(t[1]), x(1, 2, 3), x(2, 2, 3));
    noted("div", "broadcast", t -> t[0].div(t[1]), x(1, 2, 3), x(2, 2, 1));
    noted("div", "number", t -> t[0].div(4), x(1, 2, 3));
    row("rdiv", t -> t[0].rdiv(2), x(1, 2, 3));
    row("neg", t -> t[0].neg(), x(1, 2, 3));
    row("pow", t -> t[0].pow(3), x(1, 2, 3));
    noted("pow", "tensor", t -> t[0].pow(t[1]), positive(1, 2, 3), x(2, 2, 3));
    noted("pow", "broadcast", t -> t[0].pow(t[1]), positive(1, 3), x(2, 2, 3));
    row("square", t -> t[0].square(), x(1, 2, 3));
    row("maximum", t -> t[0].maximum(t[1]), x(1, 2, 3), x(2, 2, 3));
    noted("maximum", "broadcast", t -> t[0].maximum(t[1]), x(1, 2, 3), x(2, 3));
    row("minimum", t -> t[0].minimum(t[1]), x(1, 2, 3), x(2, 3));
    // Elementwise
    row("abs", t -> t[0].abs(), x(1, 2, 3));
    row("exp", t -> t[0].exp(), x(1, 2, 3));
    row("log", t -> t[0].log(), positive(1, 2, 3));
    row("log1p", t -> t[0].log1p(), positive(1, 2, 3));
    row("sqrt", t -> t[0].sqrt(), positive(1, 2, 3));
    row("rsqrt", t -> t[0].rsqrt(), positive(1, 2, 3));
    row("reciprocal", t -> t[0].reciprocal(), x(1, 2, 3));
    row("sin", t -> t[0].sin(), x(1, 2, 3));
    row("cos", t -> t[0].cos(), x(1, 2, 3));
    row("tanh", t -> t[0].tanh(), x(1, 2, 3));
    row("sigmoid", t -> t[0].sigmoid(), x(1, 2, 3));
    row("relu", t -> t[0].relu(), x(1, 2, 3));
    row("leakyRelu", t -> t[0].leakyRelu(0.2), x(1, 2, 3));
    row("softplus", t -> t[0].softplus(), x(1, 2, 3));
    row("silu", t -> t[0].silu(), x(1, 2, 3));
    row("erf", t -> t[0].erf(), x(1, 2, 3));
    row("gelu", t -> t[0].gelu(), x(1, 2, 3));
    row("geluTanh", t -> t[0].geluTanh(), x(1, 2, 3));
    row("clamp", t -> t[0].clamp(-0.9, 0.8), x(1, 2, 5));
    // Reductions
    row("sum", t -> t[0].sum(), x(1, 2, 3));
    noted("sum", "dims", t -> t[0].sum(0, -1), x(1, 2, 3, 4));
    noted("sum", "kept", t -> t[0].sum(new int[] {1}, true), x(1, 2, 3, 4));
    row("mean", t -> t[0].mean(), x(1, 2, 3));
    noted("mean", "dims", t -> t[0].mean(1), x(1, 2, 3, 4));
    row("var", t -> t[0].var(), x(1, 2, 3));
    noted("var", "dims", t -> t[0].var(new int[] {1}, 0, true), x(1, 2, 3));
    row("std", t -> t[0].std(), x(1, 2, 3));
    noted("std", "dims", t -> t[0].std(0), x(1, 3, 2));
    row("prod", t -> t[0].prod(), x(1, 2, 3));
    noted("prod", "dim", t -> t[0].prod(1), x(1, 2, 5, 2));
    noted("prod", "one zero", t -> t[0].prod(1, true), zeroAt(x(1, 2, 3), 1));
    noted("prod", "zeros", t -> t[0].prod(1), zeroAt(x(1, 2, 3), 0, 2, 3));
    row("max", t -> t[0].max(), x(1, 2, 3));
    noted("max", "dims", t -> t[0].max(1), x(1, 2, 3));
    row("min", t -> t[0].min(), x(1, 2, 3));
    noted("min", "kept", t -> t[0].min(new int[] {0}, true), x(1, 2, 3));
    row("logSumExp", t -> t[0].logSumExp(1, false), x(1, 2, 3));
    row("cumsum", t -> t[0].cumsum(1), x(1, 2, 4));
    row("softmax", t -> t[0].softmax(-1), x(1, 2, 3));
    noted("softmax", "dim 0", t -> t[0].softmax(0), x(1, 3, 2));
    row("logSoftmax", t -> t[0].logSoftmax(1), x(1, 2, 3));
    // Movement
    row("reshape", t -> t[0].reshape(3, -1).square(), x(1, 2, 3));
    row("flatten", t -> t[0].flatten(1).square(), x(1, 2, 3, 2));
    row("permute", t -> t[0].permute(2, 0, 1).square(), x(1, 2, 3, 4));
    row("transpose", t -> t[0].transpose(0, 2).square(), x(1, 2, 3, 4));
    row("t", t -> t[0].t().square(), x(1, 2, 3));
    row("squeeze", t -> t[0].squeeze(1).square(), x(1, 2, 1, 3));
    row("unsqueeze", t -> t[0].unsqueeze(-1).square(), x(1, 2, 3));
    row("expand", t -> t[0].expand(4, 2, 3).square(), x(1, 2, 1));
    row("sumTo", t -> Movement.sumTo(t[0], t[0].shape().with(1, 1)).square(), x(1, 2, 3));
    row("slice", t -> t[0].slice(1, 1, 4, 2).square(), x(1, 2, 5));
    row("select", t -> t[0].select(1, -1).square(), x(1, 2, 3));
    noted(
        "slice",
        "parts of one result",
        t -> {
          var h = t[0].square();
          return h.slice(1, 0, 3).mul(h.slice(1, 1, 4)).add(h.select(0, 1).slice(0, 0, 3));
        },
        x(1, 3, 4));
    row("pad", t -> t[0].pad(1, 1, 2).square(), x(1, 2, 3));
    row("flip", t -> t[0].flip(1).square(), x(1, 2, 3));
    row("roll", t -> t[0].roll(1, 1).square(), x(1, 2, 3));
    row("repeat", t -> t[0].repeat(1, 2).square(), x(1, 2, 3));
    row("contiguous", t -> t[0].t().contiguous().square(), x(1, 2, 3));
    // Indexing
    row("take", t -> t[0].take(0, ints(2, 0, 2)).square(), x(1, 3, 2));
    noted("take", "rank 2", t -> t[0].take(1, t[1]).square(), x(1, 2, 3), ints(0, 2).reshape(2, 1));
    noted("take", "numbers", t -> t[0].take(-1, 1, 1).square(), x(1, 2, 3));
    row("gather", t -> t[0].gather(1, t[1]).square(), x(1, 2, 3), ints(2, 0, 0, 0).reshape(2, 2));
    row(
        "scatterAdd",
        t -> t[0].scatterAdd(1, t[1], t[2]).square(),
        x(1, 2, 3),
        ints(2, 0, 0, 0).reshape(2, 2),
        x(2, 2, 2));
    row("maskedFill", t -> t[0].maskedFill(t[0].gt(0), -2).square(), x(1, 2, 3));
    noted("maskedFill", "broadcast", t -> t[0].maskedFill(mask(3), -2).square(), x(1, 2, 3));
    row("maskedSelect", t -> t[0].maskedSelect(mask(2, 3)).square(), x(1, 2, 3));
    row(
        "scatter",
        t -> t[0].scatter(1, t[1], t[2]).square(),
        x(1, 2, 3),
        ints(2, 0, 0, 1).reshape(2, 2),
        x(2, 2, 2));
    // LinearAlgebra
    row("matmul", t -> t[0].matmul(t[1]), x(1, 2, 3), x(2, 3, 4));
    noted("matmul", "batched", t -> t[0].matmul(t[1]), x(1, 2, 2, 3), x(2, 2, 3, 2));
    noted("matmul", "broadcast", t -> t[0].matmul(t[1]), x(1, 2, 1, 2, 3), x(2, 3, 3, 2));
    noted("matmul", "many by one", t -> t[0].matmul(t[1]), x(1, 2, 2, 3), x(2, 3, 2));
    noted("matmul", "one by many", t -> t[0].matmul(t[1]), x(1, 2, 3), x(2, 2, 3, 2));
    noted("matmul", "vector right", t -> t[0].matmul(t[1]), x(1, 2, 3), x(2, 3));
    noted("matmul", "vector left", t -> t[0].matmul(t[1]), x(1, 3), x(2, 3, 2));
    noted("matmul", "vectors", t -> t[0].matmul(t[1]), x(1, 3), x(2, 3));
    row("dot", t -> t[0].dot(t[1]), x(1, 3), x(2, 3));
    row("linear", t -> t[0].linear(t[1], t[2]), x(1, 2, 3), x(2, 4, 3), x(3, 4));
    noted("linear", "no bias", t -> t[0].linear(t[1], null), x(1, 2, 3), x(2, 4, 3));
    noted("linear", "steps", t -> t[0].linear(t[1], t[2]), x(1, 2, 2, 3), x(2, 4, 3), x(3, 4));
    noted("linear", "vector", t -> t[0].linear(t[1], t[2]), x(1, 3), x(2, 4, 3), x(3, 4));
    noted("of", "einsum product", t -> Einsum.of("ij,jk->ik", t[0], t[1]), x(1, 2, 3), x(2, 3, 4));
    noted(
        "of",
        "einsum heads",
        t -> Einsum.of("bthd,bshd->bhts", t[0], t[1]),
        x(1, 2, 3, 2, 4),
        x(2, 2, 2, 2, 4));
    noted(
        "of",
        "einsum three",
        t -> Einsum.of("ni,ioj,nj->no", t[0], t[1], t[2]),
        x(1, 2, 3),
        x(2, 3, 2, 4),
        x(3, 2, 4));
    // Combining, Values
    row("where", t -> Tensor.where(t[0].gt(0), t[0], t[1]), x(1, 2, 3), x(2, 3));
    row("cat", t -> Tensor.cat(1, t[0], t[1]).square(), x(1, 2, 3), x(2, 2, 1));
    row("stack", t -> Tensor.stack(1, t[0], t[1]).square(), x(1, 2, 3), x(2, 2, 3));
    row("split", t -> mixed(Tensor.split(t[0], 2, 1)), x(1, 2, 4));
    noted("split", "sizes", t -> mixed(Tensor.split(t[0], new int[] {2, 2}, 1)), x(1, 2, 4));
    row("copy", t -> t[0].copy().square(), x(1, 2, 3));
    row("to", t -> t[0].to(DType.FLOAT64).square(), x(1, 2, 3));
    // Losses
    row("crossEntropy", t -> Losses.crossEntropy(t[0], t[1]), x(1, 3, 4), ints(3, 0, 3));
    row("nll", t -> Losses.nll(t[0].logSoftmax(1), t[1]), x(1, 3, 4), ints(3, 0, 3));
    row("mse", t -> Losses.mse(t[0], t[1]), x(1, 2, 3), x(2, 2, 3));
    row("l1", t -> Losses.l1(t[0], t[1]), x(1, 2, 3), x(2, 2, 3));
    row("huber", t -> Losses.huber(t[0], t[1], 0.7), x(1, 2, 4), x(2, 2, 4));
    row("bce", t -> Losses.bce(t[0].sigmoid(), t[1].sigmoid()), x(1, 2, 3), x(2, 2, 3));
    row("bceWithLogits", t -> Losses.bceWithLogits(t[0], t[1].sigmoid()), x(1, 2, 3), x(2, 2, 3));
    row("kl", t -> Losses.kl(t[0].logSoftmax(1), t[1].softmax(1)), x(1, 2, 3), x(2, 2, 3));
    row("focal", t -> Losses.focal(t[0], t[1].sigmoid(), 0.25, 2), x(1, 2, 3), x(2, 2, 3));
    row("dice", t -> Losses.dice(t[0].sigmoid(), t[1].sigmoid()), x(1, 2, 3, 2), x(2, 2, 3, 2));
    // Convolution, Interpolation
    row(
        "conv2d",
        t -> Convolution.conv2d(t[0], t[1], t[2], 2, 1),
        x(1, 2, 2, 5, 4),
        x(2, 3, 2, 3, 3),
        x(3, 3));
    row(
        "convTranspose2d",
        t -> Convolution.convTranspose2d(t[0], t[1], t[2], 2, 1),
        x(1, 1, 2, 3, 2),
        x(2, 2, 3, 3, 3),
        x(3, 3));
    row("maxPool2d", t -> Convolution.maxPool2d(t[0], 2, 2), x(1, 1, 2, 4, 4));
    row("avgPool2d", t -> Convolution.avgPool2d(t[0], 2, 1).square(), x(1, 1, 2, 3, 4));
    row("unfold", t -> Patches.unfold(t[0], 3, 2, 1).square(), x(1, 2, 2, 5, 4));
    noted("unfold", "pixels", t -> Patches.unfold(t[0], 1, 1, 0).square(), x(1, 1, 2, 3, 2));
    row("fold", t -> Patches.fold(t[0], 3, 4, 2, 1, 0).square(), x(1, 2, 8, 6));
    row("bilinear", t -> Interpolation.bilinear(t[0], 5, 3).square(), x(1, 1, 2, 3, 4));
    row("adaptiveAvgPool2d", t -> Pooling.adaptiveAvgPool2d(t[0], 3, 2).square(), x(1, 1, 2, 5, 4));
    noted(
        "adaptiveAvgPool2d",
        "one",
        t -> Pooling.adaptiveAvgPool2d(t[0], 1, 1).square(),
        x(1, 1, 2, 5, 4));
    row("adaptiveMaxPool2d", t -> Pooling.adaptiveMaxPool2d(t[0], 3, 2), x(1, 1, 2, 5, 4));
    noted(
        "adaptiveMaxPool2d",
        "larger",
        t -> Pooling.adaptiveMaxPool2d(t[0], 4, 3),
        x(1, 1, 2, 3, 2));
    // Normalization, Attention
    row(
        "layerNorm",
        t -> Normalization.layerNorm(t[0], t[1].shape(), t[1], t[2], 1e-5),
        x(1, 2, 3, 4),
        x(2, 4),
        x(3, 4));
    row(
        "layerNorm2d",
        t -> Normalization.layerNorm2d(t[0], t[1], t[2], 1e-6),
        x(1, 2, 3, 2, 2),
        x(2, 3),
        x(3, 3));
    row(
        "batchNorm",
        t -> Normalization.batchNorm(t[0], t[1], t[2], 1e-5),
        x(1, 4, 3),
        x(2, 3),
        x(3, 3));
    noted(
        "batchNorm",
        "images",
        t -> Normalization.batchNorm(t[0], t[1], t[2], 1e-5),
        x(1, 2, 3, 2, 2),
        x(2, 3),
        x(3, 3));
    noted(
        "batchNorm",
        "given statistics",
        t -> Normalization.batchNorm(t[0], t[1], t[2], t[3], t[4], 1e-5),
        x(1, 2, 3, 2),
        x(2, 3),
        positive(3, 3),
        x(4, 3),
        x(5, 3));
    row(
        "groupNorm",
        t -> Normalization.groupNorm(t[0], 2, t[1], t[2], 1e-5),
        x(1, 2, 4, 2, 2),
        x(2, 4),
        x(3, 4));
    noted(
        "groupNorm",
        "not learned",
        t -> Normalization.groupNorm(t[0], 2, null, null, 1e-5),
        x(1, 2, 4, 3));
    row(
        "scaledDotProduct",
        t -> Attention.scaledDotProduct(t[0], t[1], t[2]),
        x(1, 2, 3, 4),
        x(2, 2, 5, 4),
        x(3, 2, 5, 3));
    noted(
        "scaledDotProduct",
        "masked",
        t -> Attention.scaledDotProduct(t[0], t[1], t[2], mask(2, 1, 5)),
        x(1, 2, 3, 4),
        x(2, 2, 5, 4),
        x(3, 2, 5, 3));
    noted(
        "scaledDotProduct",
        "moved",
        t -> Attention.scaledDotProduct(t[0], t[1], t[2], t[3]),
        x(1, 2, 3, 4),
        x(2, 2, 5, 4),
        x(3, 2, 5, 3),
        x(4, 3, 5));
    row(
        "onGrid",
        t -> Attention.onGrid(t[0], t[1], t[2], t[3], t[4]),
        x(1, 2, 3, 4),
        x(2, 2, 6, 4),
        x(3, 2, 6, 2),
        x(4, 2, 3, 2),
        x(5, 2, 3, 3));
    row("causal", t -> Attention.causal(t[0], t[1], t[2]), x(1, 3, 4), x(2, 3, 4), x(3, 3, 2));
  }
}

package lectern.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Operations at corners, poles and overflows, where differences say nothing; what they should give
/// stands in the golden file under the same name.
final class CornerRows {

  private CornerRows() {}

  static final Map<String, Function<Tensor[], Tensor>> ROWS = new LinkedHashMap<>();

  private static void one(String name, UnaryOperator<Tensor> f) {
    ROWS.put("at " + name, t -> f.apply(t[0]));
  }

  private static void two(String name, Function<Tensor[], Tensor> f) {
    ROWS.put("at " + name, f);
  }

  static {
    one("abs", Tensor::abs);
    one("exp", Tensor::exp);
    one("log", Tensor::log);
    one("log1p", Tensor::log1p);
    one("sqrt", Tensor::sqrt);
    one("rsqrt", Tensor::rsqrt);
    one("reciprocal", Tensor::reciprocal);
    one("square", Tensor::square);
    one("tanh", Tensor::tanh);
    one("sigmoid", Tensor::sigmoid);
    one("relu", Tensor::relu);
    one("leakyRelu", x -> x.leakyRelu(0.2));
    one("softplus", Tensor::softplus);
    one("erf", Tensor::erf);
    one("clamp", x -> x.clamp(-3, 0.6));
    one("pow 2", x -> x.pow(2));
    one("pow 0.5", x -> x.pow(0.5));
    one("pow 0", x -> x.pow(0));
    one("pow -1", x -> x.pow(-1));
    one("maskedFill", x -> x.maskedFill(x.gt(0), 3));
    one("where", x -> Tensor.where(x.gt(0), x, x.neg()));
    one("silu", Tensor::silu);
    one("gelu", Tensor::gelu);
    one("geluTanh", Tensor::geluTanh);
    one("softmax", x -> x.softmax(0));
    one("logSoftmax", x -> x.logSoftmax(0));
    one("logSumExp", x -> x.logSumExp(0, false));
    one("softmax with -inf", x -> x.softmax(0));
    one("logSoftmax with -inf", x -> x.logSoftmax(0));
    one("logSumExp with -inf", x -> x.logSumExp(0, false));
    one("max", Tensor::max);
    one("min", Tensor::min);
    one("amax", x -> x.max(0));
    one("maxPool2d", x -> Convolution.maxPool2d(x.reshape(1, 1, 2, 4), 2, 2));
    two("maximum", t -> t[0].maximum(t[1]));
    two("minimum", t -> t[0].minimum(t[1]));
    two("div", t -> t[0].div(t[1]));
    two("pow tensor", t -> t[0].pow(t[1]));
    one("prod", Tensor::prod);
    one("cumsum", x -> x.cumsum(0));
    one("var of one", x -> x.var(new int[0], 0, false));
    one("var of equals", Tensor::var);
    one("layerNorm of equals", x -> Normalization.layerNorm(x, Shape.of(3), null, null, 1e-5));
    two("mse", t -> Losses.mse(t[0], t[1]));
    two("l1", t -> Losses.l1(t[0], t[1]));
    two("huber", t -> Losses.huber(t[0], t[1], 0.5));
    two("bce", t -> Losses.bce(t[0], t[1]));
    two("bceWithLogits", t -> Losses.bceWithLogits(t[0], t[1]));
    one("crossEntropy", x -> Losses.crossEntropy(x.unsqueeze(0), first(x)));
  }

  private static Tensor first(Tensor x) {
    return Tensor.wrap(x.backend().full(DType.INT64, Shape.of(1), 0));
  }
}

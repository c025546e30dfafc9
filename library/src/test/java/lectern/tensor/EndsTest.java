package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Unary;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every function of one number at zeros, infinities, NaN, and the largest and smallest numbers:
/// value and gradient, also when the gradient is recorded, are what the reference has in float64,
/// as the type rounds it, with the same sign of zero in values.
class EndsTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  private static final double[] OF_FLOATS = {
    Float.MAX_VALUE, 1e30f, 1e20f, Float.MIN_NORMAL, Float.MIN_VALUE
  };

  private static final double[] OF_DOUBLES = {
    Double.MAX_VALUE, 1e200, 1e160, Double.MIN_NORMAL, Double.MIN_VALUE
  };

  private static final String[] KINDS = {"value", "gradient", "recorded gradient"};

  @TestFactory
  Stream<DynamicTest> functionsMeanTheSameAtTheEnds() {
    return Stream.of(DType.FLOAT32, DType.FLOAT64)
        .flatMap(
            type ->
                Arrays.stream(Unary.values())
                    .map(f -> DynamicTest.dynamicTest(f + " in " + type, () -> compare(f, type))));
  }

  private static void compare(Unary f, DType type) {
    double[] x = numbers(type);
    double[][] got = results(f, x, Backend.named("cpu"), type);
    double[][] exact = results(f, x, Backend.named("reference"), DType.FLOAT64);
    for (int kind = 0; kind < exact.length; kind++) {
      for (int i = 0; i < x.length; i++) {
        assertAlike(
            "%s at %s, %s".formatted(f, x[i], KINDS[kind]),
            got[kind][i],
            type == DType.FLOAT32 ? (float) exact[kind][i] : exact[kind][i],
            kind == 0,
            type);
      }
    }
  }

  private static double[][] results(Unary f, double[] x, Backend backend, DType type) {
    return Backend.use(
        backend,
        () -> {
          var y = of(f).apply(Tensor.of(type, x, x.length));
          if (f == Unary.FLOOR || f == Unary.CEIL || f == Unary.ROUND || f == Unary.SIGN) {
            return new double[][] {y.toDoubles()};
          }
          return new double[][] {
            y.toDoubles(), gradient(f, x, type, false), gradient(f, x, type, true)
          };
        });
  }

  private static double[] gradient(Unary f, double[] x, DType type, boolean recorded) {
    var leaf = Tensor.of(type, x, x.length).requiresGrad(true);
    of(f).apply(leaf).backward(Tensor.onesLike(leaf), recorded, recorded);
    return leaf.grad().toDoubles();
  }

  /// Enough of each for whole vectors and a rest.
  private static double[] numbers(DType type) {
    double[] special = {0, 1, 3, 15, 40, 100, 1000, INF, Double.NaN};
    double[] own = type == DType.FLOAT32 ? OF_FLOATS : OF_DOUBLES;
    var positive = new double[special.length + own.length];
    System.arraycopy(special, 0, positive, 0, special.length);
    System.arraycopy(own, 0, positive, special.length, own.length);
    var all = new double[2 * positive.length];
    for (int i = 0; i < positive.length; i++) {
      all[i] = positive[i];
      all[all.length - 1 - i] = -positive[i];
    }
    return all;
  }

  /// A gradient is a sum, such as 1 − y², whose terms are about 1.
  private static void assertAlike(
      String what, double got, double exact, boolean value, DType type) {
    double precision = type == DType.FLOAT32 ? 2e-6 : 1e-14;
    double size = Math.max(Math.abs(exact), value ? 0 : 1);
    double least = type == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    boolean alike = Double.compare(got, exact) == 0 || (!value && got == exact);
    boolean close =
        Double.isFinite(exact)
            && Math.abs(got - exact) <= Math.max(precision * size, 4 * least)
            && (!value || Math.copySign(1, got) == Math.copySign(1, exact));
    assertTrue(alike || close, () -> what + " is " + exact + ", got " + got);
  }

  private static UnaryOperator<Tensor> of(Unary f) {
    return switch (f) {
      case NEG -> Tensor::neg;
      case ABS -> Tensor::abs;
      case SIGN -> Tensor::sign;
      case EXP -> Tensor::exp;
      case LOG -> Tensor::log;
      case LOG1P -> Tensor::log1p;
      case SQRT -> Tensor::sqrt;
      case RSQRT -> Tensor::rsqrt;
      case SQUARE -> Tensor::square;
      case RECIPROCAL -> Tensor::reciprocal;
      case SIN -> Tensor::sin;
      case COS -> Tensor::cos;
      case TANH -> Tensor::tanh;
      case SIGMOID -> Tensor::sigmoid;
      case RELU -> Tensor::relu;
      case SOFTPLUS -> Tensor::softplus;
      case SILU -> Tensor::silu;
      case ERF -> Tensor::erf;
      case GELU -> Tensor::gelu;
      case GELU_TANH -> Tensor::geluTanh;
      case FLOOR -> Tensor::floor;
      case CEIL -> Tensor::ceil;
      case ROUND -> Tensor::round;
    };
  }
}

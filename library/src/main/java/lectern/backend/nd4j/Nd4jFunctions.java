package lectern.backend.nd4j;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import lectern.backend.Binary;
import lectern.backend.Unary;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/// What ND4J calls the functions; `null` where it has none that agrees with the reference.
final class Nd4jFunctions {

  private Nd4jFunctions() {}

  static UnaryOperator<INDArray> of(Unary f) {
    return switch (f) {
      case NEG -> INDArray::neg;
      case ABS -> x -> Transforms.abs(x, true);
      case SIGN -> x -> Transforms.sign(x, true);
      case EXP -> x -> Transforms.exp(x, true);
      case LOG -> x -> Transforms.log(x, true);
      case SQRT -> x -> Transforms.sqrt(x, true);
      case SQUARE -> x -> x.mul(x);
      case RECIPROCAL -> x -> x.rdiv(1);
      case SIN -> x -> Transforms.sin(x, true);
      case COS -> x -> Transforms.cos(x, true);
      case SIGMOID -> x -> Transforms.sigmoid(x, true);
      case RELU -> x -> Transforms.relu(x, true);
      case FLOOR -> x -> Transforms.floor(x, true);
      case CEIL -> x -> Transforms.ceil(x, true);
      case TANH, LOG1P, RSQRT, SOFTPLUS, SILU, ERF, GELU, GELU_TANH, ROUND -> null;
    };
  }

  static BinaryOperator<INDArray> of(Binary f) {
    return switch (f) {
      case ADD -> INDArray::add;
      case SUB -> INDArray::sub;
      case MUL -> INDArray::mul;
      case DIV -> INDArray::div;
      case EQ -> INDArray::eq;
      case NE -> INDArray::neq;
      case LT -> INDArray::lt;
      case GT -> INDArray::gt;
      // ND4J's MAX and MIN pass over NaN; it has neither ≤ of two arrays nor the
      // derivatives in one pass, and its leaky ReLU has one slope for all.
      case POW, MAX, MIN, LE, GE, LEAKY_RELU -> null;
      case TANH_GRAD, SIGMOID_GRAD, RELU_GRAD, GELU_GRAD, GELU_TANH_GRAD, SILU_GRAD -> null;
    };
  }
}

package lectern.backend.cpu.lanes;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lectern.backend.Binary;
import lectern.backend.Unary;
import lectern.backend.cpu.PlainKernels;

/// Which loop computes a function of one or two numbers, and what becomes of those behind the last
/// whole vector.
final class Elements {

  private static final int L = FloatVector.SPECIES_PREFERRED.length();

  /// Elements for which one operand is spelled out at a time.
  private static final int PIECE = 512;

  private final PlainKernels plain = new PlainKernels();

  void unary(Unary f, float[] x, int xAt, float[] out, int outAt, int n) {
    if (simple(f, x, xAt, out, outAt, n)) {
      return;
    }
    int whole = n - n % L;
    if (!lanes(f, x, xAt, out, outAt, whole)) {
      plain.unary(f, x, xAt, out, outAt, n);
    } else if (whole < n) {
      var rest = rest(x, xAt + whole, n - whole, 0);
      lanes(f, rest, 0, rest, 0, L);
      System.arraycopy(rest, 0, out, outAt + whole, n - whole);
    }
  }

  /// Functions whose every result is the same one by one.
  private static boolean simple(Unary f, float[] x, int xAt, float[] out, int outAt, int n) {
    switch (f) {
      case NEG -> Simple.negate(x, xAt, out, outAt, n);
      case ABS -> Simple.abs(x, xAt, out, outAt, n);
      case SIGN -> Simple.sign(x, xAt, out, outAt, n);
      case SQRT -> Simple.sqrt(x, xAt, out, outAt, n);
      case RSQRT -> Simple.rsqrt(x, xAt, out, outAt, n);
      case SQUARE -> Simple.square(x, xAt, out, outAt, n);
      case RECIPROCAL -> Simple.reciprocal(x, xAt, out, outAt, n);
      case RELU -> Simple.relu(x, xAt, out, outAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean lanes(Unary f, float[] x, int xAt, float[] out, int outAt, int n) {
    switch (f) {
      case EXP -> Exponentials.exp(x, xAt, out, outAt, n);
      case LOG -> Exponentials.log(x, xAt, out, outAt, n);
      case TANH -> Exponentials.tanh(x, xAt, out, outAt, n);
      case SIGMOID -> Exponentials.sigmoid(x, xAt, out, outAt, n);
      case SILU -> Exponentials.silu(x, xAt, out, outAt, n);
      case ERF -> ErrorFunctions.erf(x, xAt, out, outAt, n);
      case GELU -> ErrorFunctions.gelu(x, xAt, out, outAt, n);
      case GELU_TANH -> Composed.geluTanh(x, xAt, out, outAt, n);
      case SIN -> Circle.sin(x, xAt, out, outAt, n);
      case COS -> Circle.cos(x, xAt, out, outAt, n);
      case LOG1P -> Composed.log1p(x, xAt, out, outAt, n);
      case SOFTPLUS -> Composed.softplus(x, xAt, out, outAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  void binary(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> Arithmetic.add(x, xAt, y, yAt, z, zAt, n);
      case SUB -> Arithmetic.subtract(x, xAt, y, yAt, z, zAt, n);
      case MUL -> Arithmetic.multiply(x, xAt, y, yAt, z, zAt, n);
      case DIV -> Arithmetic.divide(x, xAt, y, yAt, z, zAt, n);
      case RELU_GRAD -> Arithmetic.reluGrad(x, xAt, y, yAt, z, zAt, n);
      case MAX -> Arithmetic.max(x, xAt, y, yAt, z, zAt, n);
      case MIN -> Arithmetic.min(x, xAt, y, yAt, z, zAt, n);
      case POW, GELU_GRAD, GELU_TANH_GRAD, SILU_GRAD -> {
        int whole = n - n % L;
        lanes(f, x, xAt, y, yAt, z, zAt, whole);
        if (whole < n) {
          var left = rest(x, xAt + whole, n - whole, 0);
          var right = rest(y, yAt + whole, n - whole, 0);
          lanes(f, left, 0, right, 0, right, 0, L);
          System.arraycopy(right, 0, z, zAt + whole, n - whole);
        }
      }
      default -> plain.binary(f, x, xAt, y, yAt, z, zAt, n);
    }
  }

  private static void lanes(
      Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    switch (f) {
      case POW -> Powers.power(x, xAt, y, yAt, z, zAt, n);
      case GELU_GRAD -> ErrorFunctions.geluGrad(x, xAt, y, yAt, z, zAt, n);
      case GELU_TANH_GRAD -> Composed.geluTanhGrad(x, xAt, y, yAt, z, zAt, n);
      default -> Composed.siluGrad(x, xAt, y, yAt, z, zAt, n);
    }
  }

  void binary(Binary f, float[] x, int xAt, float y, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> Arithmetic.add(x, xAt, y, z, zAt, n);
      case SUB -> Arithmetic.subtract(x, xAt, y, z, zAt, n);
      case MUL -> Arithmetic.multiply(x, xAt, y, z, zAt, n);
      case DIV -> Arithmetic.divide(x, xAt, y, z, zAt, n);
      case LEAKY_RELU -> Simple.leakyRelu(y, x, xAt, z, zAt, n);
      case POW -> {
        if (y == 2 || y == 3) {
          Simple.power((int) y, x, xAt, z, zAt, n);
        } else if (y == 0 || !Float.isFinite(y)) {
          plain.binary(f, x, xAt, y, z, zAt, n);
        } else {
          int whole = n - n % L;
          Powers.power(x, xAt, y, z, zAt, whole);
          if (whole < n) {
            var rest = rest(x, xAt + whole, n - whole, 1);
            Powers.power(rest, 0, y, rest, 0, L);
            System.arraycopy(rest, 0, z, zAt + whole, n - whole);
          }
        }
      }
      case MAX, MIN -> {
        // The other operand spelled out, a piece at a time.
        var same = new float[Math.min(n, PIECE)];
        Arrays.fill(same, y);
        for (int i = 0; i < n; i += PIECE) {
          binary(f, x, xAt + i, same, 0, z, zAt + i, Math.min(PIECE, n - i));
        }
      }
      default -> plain.binary(f, x, xAt, y, z, zAt, n);
    }
  }

  void compare(Binary f, float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    int whole = n - n % L;
    switch (f) {
      case EQ -> Truths.equal(x, xAt, y, yAt, z, zAt, whole);
      case NE -> Truths.unequal(x, xAt, y, yAt, z, zAt, whole);
      case LT -> Truths.less(x, xAt, y, yAt, z, zAt, whole);
      case LE -> Truths.lessOrEqual(x, xAt, y, yAt, z, zAt, whole);
      case GT -> Truths.less(y, yAt, x, xAt, z, zAt, whole);
      case GE -> Truths.lessOrEqual(y, yAt, x, xAt, z, zAt, whole);
      default -> throw new IllegalArgumentException(f + " is no comparison");
    }
    plain.compare(f, x, xAt + whole, y, yAt + whole, z, zAt + whole, n - whole);
  }

  void where(
      boolean[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int whole = n - n % L;
    Truths.choose(c, cAt, x, xAt, y, yAt, z, zAt, whole);
    plain.where(c, cAt + whole, x, xAt + whole, y, yAt + whole, z, zAt + whole, n - whole);
  }

  /// One vector's worth: `n` elements of `x` and then `padding`.
  static float[] rest(float[] x, int at, int n, float padding) {
    var rest = new float[L];
    System.arraycopy(x, at, rest, 0, n);
    Arrays.fill(rest, n, L, padding);
    return rest;
  }
}

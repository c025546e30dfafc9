package lectern.backend.cpu.lanes;

import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;
import lectern.backend.Unary;
import lectern.backend.cpu.ConvolutionKernels;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.PlainKernels;
import lectern.backend.cpu.WinogradKernels;

/// The kernels in vector lanes. Whole vectors run where the data lies; the rest is copied into one
/// more vector, so that an element's value does not depend on its place.
public final class LaneKernels implements FloatKernels {

  private static final int L = FloatVector.SPECIES_PREFERRED.length();

  /// They turn sixteen by sixteen numbers, and need as many registers as come with such vectors.
  private static final Optional<ConvolutionKernels> CONVOLUTIONS =
      L == 16 ? Optional.of(new Convolutions()) : Optional.empty();

  /// Elements whose sum is made in float before it is added to a double.
  private static final int BLOCK = 4096;

  /// Elements for which one operand is spelled out at a time.
  private static final int PIECE = 512;

  private final PlainKernels plain = new PlainKernels();

  @Override
  public String describe() {
    return "vector lanes: %d floats (%d bits)".formatted(L, 32 * L);
  }

  @Override
  public void unary(Unary f, float[] x, int xAt, float[] out, int outAt, int n) {
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
      case LOG1P -> Composed.log1p(x, xAt, out, outAt, n);
      case SOFTPLUS -> Composed.softplus(x, xAt, out, outAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void binary(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> Arithmetic.add(x, xAt, y, yAt, z, zAt, n);
      case SUB -> Arithmetic.subtract(x, xAt, y, yAt, z, zAt, n);
      case MUL -> Arithmetic.multiply(x, xAt, y, yAt, z, zAt, n);
      case DIV -> Arithmetic.divide(x, xAt, y, yAt, z, zAt, n);
      case RELU_GRAD -> Arithmetic.reluGrad(x, xAt, y, yAt, z, zAt, n);
      case MAX -> Arithmetic.max(x, xAt, y, yAt, z, zAt, n);
      case MIN -> Arithmetic.min(x, xAt, y, yAt, z, zAt, n);
      case GELU_GRAD, GELU_TANH_GRAD, SILU_GRAD -> {
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
      case GELU_GRAD -> ErrorFunctions.geluGrad(x, xAt, y, yAt, z, zAt, n);
      case GELU_TANH_GRAD -> Composed.geluTanhGrad(x, xAt, y, yAt, z, zAt, n);
      default -> Composed.siluGrad(x, xAt, y, yAt, z, zAt, n);
    }
  }

  @Override
  public void binary(Binary f, float[] x, int xAt, float y, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> Arithmetic.add(x, xAt, y, z, zAt, n);
      case SUB -> Arithmetic.subtract(x, xAt, y, z, zAt, n);
      case MUL -> Arithmetic.multiply(x, xAt, y, z, zAt, n);
      case DIV -> Arithmetic.divide(x, xAt, y, z, zAt, n);
      case POW -> {
        if (y == 2 || y == 3) {
          Simple.power((int) y, x, xAt, z, zAt, n);
        } else {
          plain.binary(f, x, xAt, y, z, zAt, n);
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

  @Override
  public void compare(
      Binary f, float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
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

  @Override
  public void where(
      boolean[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int whole = n - n % L;
    Truths.choose(c, cAt, x, xAt, y, yAt, z, zAt, whole);
    plain.where(c, cAt + whole, x, xAt + whole, y, yAt + whole, z, zAt + whole, n - whole);
  }

  @Override
  public void outerSum(float[] x, int xAt, int m, float[] y, int yAt, int n, float[] z, int zAt) {
    Arithmetic.outerSum(x, xAt, m, y, yAt, n, z, zAt);
  }

  @Override
  public void addScaled(float alpha, float[] x, int xAt, float[] y, int yAt, int n) {
    Arithmetic.addScaled(alpha, x, xAt, y, yAt, n);
  }

  @Override
  public void sgd(
      float[] theta, int at, float[] g, int gAt, float[] v, int vAt, int n, SgdStep step) {
    int done =
        step.momentum() == 0
            ? Steps.sgd(theta, at, g, gAt, n, step)
            : Steps.momentum(theta, at, g, gAt, v, vAt, n, step);
    plain.sgd(theta, at + done, g, gAt + done, v, vAt + done, n - done, step);
  }

  @Override
  public void qhAdam(
      float[] theta,
      int at,
      float[] g,
      int gAt,
      float[] mean,
      int meanAt,
      float[] square,
      int squareAt,
      int n,
      QHAdamStep step) {
    int done = Steps.qhAdam(theta, at, g, gAt, mean, meanAt, square, squareAt, n, step);
    plain.qhAdam(
        theta,
        at + done,
        g,
        gAt + done,
        mean,
        meanAt + done,
        square,
        squareAt + done,
        n - done,
        step);
  }

  @Override
  public double sum(float[] x, int at, int n) {
    int whole = n - n % L;
    double sum = 0;
    for (int i = 0; i < whole; i += BLOCK) {
      sum += Sums.sum(x, at + i, Math.min(BLOCK, whole - i));
    }
    for (int i = at + whole; i < at + n; i++) {
      sum += x[i];
    }
    return sum;
  }

  @Override
  public float max(float[] x, int at, int n) {
    if (n < 2 * L) {
      return plain.max(x, at, n);
    }
    // The last vector overlaps the one before it: a maximum may count twice.
    int whole = n - n % L;
    float most = Sums.max(x, at, whole);
    return whole == n ? most : Math.max(most, Sums.max(x, at + n - L, L));
  }

  @Override
  public double expShifted(float[] x, int at, float shift, float[] out, int outAt, int n) {
    int whole = n - n % L;
    double sum = 0;
    for (int i = 0; i < whole; i += BLOCK) {
      sum += Sums.expShifted(x, at + i, shift, out, outAt + i, Math.min(BLOCK, whole - i));
    }
    if (whole < n) {
      var rest = rest(x, at + whole, n - whole, Float.NEGATIVE_INFINITY);
      sum += Sums.expShifted(rest, 0, shift, rest, 0, L);
      System.arraycopy(rest, 0, out, outAt + whole, n - whole);
    }
    return sum;
  }

  @Override
  public void softmax(
      float[] x, int at, float[] out, int outAt, int n, int rows, float[] statistics) {
    if (n > BLOCK) {
      FloatKernels.super.softmax(x, at, out, outAt, n, rows, statistics);
    } else {
      Rows.softmax(x, at, out, outAt, n, rows, statistics);
    }
  }

  @Override
  public void softmaxGrad(
      float[] g, int gAt, float[] p, int pAt, float[] out, int outAt, int n, int rows) {
    if (n > BLOCK) {
      FloatKernels.super.softmaxGrad(g, gAt, p, pAt, out, outAt, n, rows);
    } else {
      Rows.softmaxGrad(g, gAt, p, pAt, out, outAt, n, rows);
    }
  }

  @Override
  public void layerNorm(
      float[] x,
      int at,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int yAt,
      int n,
      int rows,
      float[] statistics,
      int meanAt,
      int rAt) {
    Rows.layerNorm(x, at, gamma, beta, eps, y, yAt, n, rows, statistics, meanAt, rAt);
  }

  @Override
  public void layerNormGrad(
      float[] g,
      int gAt,
      float[] x,
      int at,
      float[] gamma,
      float mean,
      float r,
      float[] dx,
      int dxAt,
      float[] dGamma,
      float[] dBeta,
      int n) {
    Rows.layerNormGrad(g, gAt, x, at, gamma, mean, r, dx, dxAt, dGamma, dBeta, n);
  }

  @Override
  public int squares(
      float[] x,
      int at,
      int corner,
      int width,
      float[] out,
      int[] places,
      int outAt,
      int n,
      int room) {
    return Squares.largest(x, at, corner, width, out, places, outAt, n, room);
  }

  @Override
  public Optional<ConvolutionKernels> convolutions() {
    return CONVOLUTIONS;
  }

  @Override
  public Optional<WinogradKernels> winograd() {
    return L == 16 ? Optional.of(new WinogradLanes()) : Optional.empty();
  }

  /// One vector's worth: `n` elements of `x` and then `padding`.
  private static float[] rest(float[] x, int at, int n, float padding) {
    var rest = new float[L];
    System.arraycopy(x, at, rest, 0, n);
    Arrays.fill(rest, n, L, padding);
    return rest;
  }
}

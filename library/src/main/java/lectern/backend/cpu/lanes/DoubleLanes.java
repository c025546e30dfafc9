package lectern.backend.cpu.lanes;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import lectern.backend.Unary;
import lectern.backend.cpu.DoubleKernels;

/// The float64 functions in vector lanes. Whole vectors run where the data lies; the rest is copied
/// into one more vector, so that an element's value does not depend on its place.
final class DoubleLanes implements DoubleKernels {

  private static final int L = DoubleVector.SPECIES_PREFERRED.length();

  @Override
  public void unary(Unary f, double[] x, int xAt, double[] out, int outAt, int n) {
    int whole = n - n % L;
    if (!lanes(f, x, xAt, out, outAt, whole)) {
      DoubleKernels.super.unary(f, x, xAt, out, outAt, n);
    } else if (whole < n) {
      var rest = rest(x, xAt + whole, n - whole, 0);
      lanes(f, rest, 0, rest, 0, L);
      System.arraycopy(rest, 0, out, outAt + whole, n - whole);
    }
  }

  private static boolean lanes(Unary f, double[] x, int xAt, double[] out, int outAt, int n) {
    switch (f) {
      case EXP -> DoubleExponentials.exp(x, xAt, out, outAt, n);
      case LOG -> DoubleExponentials.log(x, xAt, out, outAt, n);
      case TANH -> DoubleExponentials.tanh(x, xAt, out, outAt, n);
      case SIN -> DoubleCircle.sin(x, xAt, out, outAt, n);
      case COS -> DoubleCircle.cos(x, xAt, out, outAt, n);
      case SIGMOID -> DoubleComposed.sigmoid(x, xAt, out, outAt, n);
      case SILU -> DoubleComposed.silu(x, xAt, out, outAt, n);
      case LOG1P -> DoubleComposed.log1p(x, xAt, out, outAt, n);
      case ERF -> DoubleErrorFunctions.erf(x, xAt, out, outAt, n);
      case GELU -> DoubleErrorFunctions.gelu(x, xAt, out, outAt, n);
      case SOFTPLUS -> DoubleComposed.softplus(x, xAt, out, outAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void geluGrad(double[] g, int gAt, double[] x, int xAt, double[] out, int outAt, int n) {
    int whole = n - n % L;
    DoubleErrorFunctions.geluGrad(g, gAt, x, xAt, out, outAt, whole);
    if (whole < n) {
      var left = rest(g, gAt + whole, n - whole, 0);
      var right = rest(x, xAt + whole, n - whole, 0);
      DoubleErrorFunctions.geluGrad(left, 0, right, 0, right, 0, L);
      System.arraycopy(right, 0, out, outAt + whole, n - whole);
    }
  }

  @Override
  public double max(double[] x, int at, int n) {
    if (n < 2 * L) {
      return DoubleKernels.super.max(x, at, n);
    }
    // The last vector overlaps the one before it: a maximum may count twice.
    int whole = n - n % L;
    double most = DoubleComposed.max(x, at, whole);
    return whole == n ? most : Math.max(most, DoubleComposed.max(x, at + n - L, L));
  }

  @Override
  public double expShifted(double[] x, int at, double shift, double[] out, int outAt, int n) {
    int whole = n - n % L;
    double sum = DoubleComposed.expShifted(x, at, shift, out, outAt, whole);
    if (whole < n) {
      var rest = rest(x, at + whole, n - whole, Double.NEGATIVE_INFINITY);
      sum += DoubleComposed.expShifted(rest, 0, shift, rest, 0, L);
      System.arraycopy(rest, 0, out, outAt + whole, n - whole);
    }
    return sum;
  }

  /// One vector's worth: `n` elements of `x` and then `padding`.
  private static double[] rest(double[] x, int at, int n, double padding) {
    var rest = new double[L];
    System.arraycopy(x, at, rest, 0, n);
    Arrays.fill(rest, n, L, padding);
    return rest;
  }
}

package lectern.backend.cpu.lanes;

import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import lectern.backend.Binary;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;
import lectern.backend.Unary;
import lectern.backend.cpu.DoubleKernels;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.PlainKernels;
import lectern.backend.cpu.images.ConvolutionKernels;
import lectern.backend.cpu.images.WinogradKernels;

/// The kernels in vector lanes. Whole vectors run where the data lies; the rest is copied into one
/// more vector, so that an element's value does not depend on its place.
public final class LaneKernels extends LaneNorms implements FloatKernels {

  private static final int L = FloatVector.SPECIES_PREFERRED.length();

  /// They turn sixteen by sixteen numbers, and need as many registers as come with such vectors.
  private static final Optional<ConvolutionKernels> CONVOLUTIONS =
      L == 16 ? Optional.of(new Convolutions()) : Optional.empty();

  private static final Optional<WinogradKernels> WINOGRAD =
      L == 16 ? Optional.of(new WinogradLanes()) : Optional.empty();

  private final PlainKernels plain = new PlainKernels();
  private final Elements elements = new Elements();

  @Override
  public String describe() {
    return "vector lanes: %d floats (%d bits)".formatted(L, 32 * L);
  }

  @Override
  public void unary(Unary f, float[] x, int xAt, float[] out, int outAt, int n) {
    elements.unary(f, x, xAt, out, outAt, n);
  }

  @Override
  public void binary(Binary f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    elements.binary(f, x, xAt, y, yAt, z, zAt, n);
  }

  @Override
  public void binary(Binary f, float[] x, int xAt, float y, float[] z, int zAt, int n) {
    elements.binary(f, x, xAt, y, z, zAt, n);
  }

  @Override
  public void compare(
      Binary f, float[] x, int xAt, float[] y, int yAt, boolean[] z, int zAt, int n) {
    elements.compare(f, x, xAt, y, yAt, z, zAt, n);
  }

  @Override
  public void where(
      boolean[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    elements.where(c, cAt, x, xAt, y, yAt, z, zAt, n);
  }

  @Override
  public void outerSum(float[] x, int xAt, int m, float[] y, int yAt, int n, float[] z, int zAt) {
    Arithmetic.outerSum(x, xAt, m, y, yAt, n, z, zAt);
  }

  @Override
  public void copyRows(
      float[] x, int at, int step, float[] out, int outAt, int outStep, int n, int rows) {
    Copies.rows(x, at, step, out, outAt, outStep, n, rows);
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
  public double product(float[] x, int at, int n) {
    int whole = n - n % (4 * Products.LENGTH);
    return Products.product(x, at, whole) * FloatKernels.super.product(x, at + whole, n - whole);
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
      var rest = Elements.rest(x, at + whole, n - whole, Float.NEGATIVE_INFINITY);
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
      Softmax.forward(x, at, out, outAt, n, rows, statistics);
    }
  }

  @Override
  public void softmaxGrad(
      float[] g, int gAt, float[] p, int pAt, float[] out, int outAt, int n, int rows) {
    if (n > BLOCK) {
      FloatKernels.super.softmaxGrad(g, gAt, p, pAt, out, outAt, n, rows);
    } else {
      Softmax.backward(g, gAt, p, pAt, out, outAt, n, rows);
    }
  }

  @Override
  public double dot(float[] x, int at, float[] y, int yAt, int n) {
    int whole = n - n % L;
    double sum = 0;
    for (int i = 0; i < whole; i += BLOCK) {
      sum += Sums.dot(x, at + i, y, yAt + i, Math.min(BLOCK, whole - i));
    }
    return whole == n ? sum : sum + plain.dot(x, at + whole, y, yAt + whole, n - whole);
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow) {
    if (L < NARROWEST) {
      plain.multiply(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
    } else {
      TinyProducts.multiply(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
    }
  }

  @Override
  public int largest(
      float[] x, int at, int planes, int height, int width, float[] out, int[] places, int outAt) {
    return Squares.largest(x, at, planes, height, width, out, places, outAt);
  }

  @Override
  public int spread(
      float[] g,
      int at,
      int[] places,
      int placesAt,
      int rows,
      int down,
      int across,
      float[] out,
      int outAt) {
    return Squares.spread(g, at, places, placesAt, rows, down, across, out, outAt);
  }

  @Override
  public Optional<ConvolutionKernels> convolutions() {
    return CONVOLUTIONS;
  }

  @Override
  public Optional<WinogradKernels> winograd() {
    return WINOGRAD;
  }

  @Override
  public DoubleKernels doubles() {
    return new DoubleLanes();
  }
}

package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.UnaryOperator;
import lectern.backend.DType;
import org.junit.jupiter.api.Test;

/// Gradients that meet infinity, zero or much larger ones on their way. PyTorch gives the same
/// numbers.
class CornerGradientsTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  private static Tensor of(double... values) {
    return Tensor.of(DType.FLOAT64, values, values.length).requiresGrad(true);
  }

  /// The gradient of f at x with the gradient `g` of its result.
  private static double[] gradient(UnaryOperator<Tensor> f, Tensor x, double... g) {
    f.apply(x).backward(of(g).detach());
    return x.grad().toDoubles();
  }

  @Test
  void whatClampCutsOffGetsNothingOfAnInfiniteGradient() {
    assertArrayEquals(
        new double[] {0, 3, INF}, gradient(x -> x.clamp(0, 1), of(-1, 0.5, 0.7), INF, 3, INF));
    // The slope of ln at 0 is infinite, as in clamp(0, 1).log().
    var p = of(-1, 0.5);
    p.clamp(0, 1).log().sum().backward();
    assertArrayEquals(new double[] {0, 2}, p.grad().toDoubles());
  }

  @Test
  void theLoserGetsNothingOfAnInfiniteGradient() {
    var other = of(1, 1, 1).detach();
    double[] g = {INF, INF, 4};
    assertArrayEquals(new double[] {0, INF, 2}, gradient(x -> x.maximum(other), of(0, 2, 1), g));
    assertArrayEquals(new double[] {INF, 0, 2}, gradient(x -> x.minimum(other), of(0, 2, 1), g));
    assertArrayEquals(new double[] {0, 0, 0}, gradient(x -> x.pow(0), of(0, 2, 1), g));
  }

  @Test
  void aRecordedReluPassesNoInfiniteGradientWhereItIsFlat() {
    var x = of(-1, 2);
    x.relu().backward(of(INF, INF).detach(), true, true);
    assertArrayEquals(new double[] {0, INF}, x.grad().toDoubles());
  }

  @Test
  void sumsOfGradientsLoseNoSmallOnesBesideLargeOnes() {
    assertArrayEquals(
        new double[] {1e20, 3, 2}, gradient(x -> x.cumsum(0), of(1, 2, 3), 1e20, 1, 2));
    assertArrayEquals(new double[] {INF, 3, 2}, gradient(x -> x.cumsum(0), of(1, 2, 3), INF, 1, 2));
  }

  @Test
  void theDeviationOfEqualsIsFlat() {
    var x = of(3, 3, 3);
    x.std().backward();
    assertArrayEquals(new double[] {0, 0, 0}, x.grad().toDoubles());
    var rows = of(1, 3, 2, 2).reshape(2, 2);
    var y = rows.std(1);
    assertArrayEquals(new double[] {Math.sqrt(2), 0}, y.toDoubles(), 1e-15);
  }

  @Test
  void anInfiniteErrorPullsWithTheForceOfAnyLargeOne() {
    var x = of(INF, -4, 0.5);
    Losses.huber(x, of(0, 0, 0).detach(), 1.5).backward();
    assertArrayEquals(new double[] {0.5, -0.5, 0.5 / 3}, x.grad().toDoubles(), 1e-15);
  }

  @Test
  void theSigmoidOfMinusInfinityIsZero() {
    var x = Tensor.of(new float[] {Float.NEGATIVE_INFINITY, -1000, -1e30f, 0, 1000});
    assertArrayEquals(new float[] {0, 0, 0, 0.5f, 1}, x.sigmoid().toFloats());
    assertEquals(-INF, x.sigmoid().log().get(0));
  }
}

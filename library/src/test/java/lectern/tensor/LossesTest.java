package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import lectern.backend.DType;
import org.junit.jupiter.api.Test;

class LossesTest {

  private static Tensor of(double... values) {
    return Tensor.of(DType.FLOAT64, values, values.length);
  }

  @Test
  void binaryCrossEntropyHasFiniteGradientsAtCertainty() {
    // PyTorch gives these numbers: logarithms end at −100, the gradient's divisor at 1e-12.
    var p = of(0, 1, 0, 1).requiresGrad(true);
    var loss = Losses.bce(p, of(0, 1, 1, 0));
    loss.backward();
    assertEquals(50, loss.item());
    assertArrayEquals(new double[] {0, 0, -2.5e11, 2.5e11}, p.grad().toDoubles());
  }

  @Test
  void theFocalLossWithoutFocusIsHalfTheCrossEntropy() {
    var x = of(-3, 0.5, 2);
    var y = of(0, 1, 0.3);
    assertEquals(Losses.bceWithLogits(x, y).item() / 2, Losses.focal(x, y, 0.5, 0).item(), 1e-15);
  }

  @Test
  void theFocalLossIsFiniteForAnyLogit() {
    var x = of(-1000, 1000, -1000, 1000).requiresGrad(true);
    var loss = Losses.focal(x, of(0, 1, 1, 0), 0.25, 2);
    loss.backward();
    assertEquals(250, loss.item());
    assertArrayEquals(new double[] {0, 0, -0.0625, 0.1875}, x.grad().toDoubles(), 1e-12);
  }

  @Test
  void diceIsZeroForEqualMasksAlsoForEmptyOnes() {
    var mask = of(1, 0, 1, 1).reshape(1, 2, 2);
    assertEquals(0, Losses.dice(mask, mask).item());
    assertEquals(0, Losses.dice(mask.mul(0), mask.mul(0)).item());
    assertEquals(0.75, Losses.dice(mask, mask.rsub(1).mul(0)).item());
  }

  @Test
  void dicesBatchesAreMeansOfTheirMasks() {
    var p = of(1, 0, 0.5, 0.5).reshape(2, 2);
    var y = of(1, 0, 0, 1).reshape(2, 2);
    double second = 1 - (2 * 0.5 + 1) / (1 + 1 + 1);
    assertEquals(second / 2, Losses.dice(p, y).item(), 1e-15);
    assertThrows(ShapeException.class, () -> Losses.dice(p, y.t().slice(0, 0, 1)));
  }

  @Test
  void classesThatAreNotThereAreToldByTheLoss() {
    var x = Tensor.zeros(2, 3);
    var labels = Tensor.of(new int[] {0, 3});
    assertEquals(
        "nll: labels are 0 … K−1 for (N, K), here (2, 3): index 3 is outside a dimension of size 3",
        assertThrows(IndexOutOfBoundsException.class, () -> Losses.nll(x, labels)).getMessage());
    assertEquals(
        "oneHot: numbers are 0 … 2, here (2,): index 3 is outside a dimension of size 3",
        assertThrows(IndexOutOfBoundsException.class, () -> labels.oneHot(3)).getMessage());
  }
}

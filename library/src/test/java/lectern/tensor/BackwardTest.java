package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lectern.backend.DType;
import org.junit.jupiter.api.Test;

/// The backward pass: what it adds up, when it keeps the graph, and what it refuses.
class BackwardTest {

  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  @Test
  void aDiamondGraphGetsBothGradients() {
    // y = (x²)² + (x²)², y' = 8x³ = 64 at x = 2; a generation-blind pass gives 32.
    var x = leaf(2);
    var a = x.square();
    a.square().add(a.square()).sum().backward();
    assertEquals(64, x.grad().item());

    var z = leaf(2);
    var b = z.mul(z);
    b.mul(2).add(b.mul(3)).sum().backward();
    assertEquals(20, z.grad().item());
  }

  @Test
  void broadcastOperandsGetGradientsOfTheirOwnShape() {
    var a = Tensor.ones(2, 3).requiresGrad(true);
    var b = leaf(1, 2, 3);
    var c = Tensor.scalar(5).requiresGrad(true);
    a.mul(b).add(c).sum().backward();
    assertArrayEquals(new double[] {1, 2, 3, 1, 2, 3}, a.grad().toDoubles());
    assertArrayEquals(new double[] {2, 2, 2}, b.grad().toDoubles());
    assertEquals(6, c.grad().item());
    assertEquals(0, c.grad().rank());
  }

  @Test
  void gradientsAddUpUntilTheyAreZeroed() {
    var x = leaf(3);
    x.square().sum().backward();
    x.square().sum().backward();
    assertEquals(12, x.grad().item());
    x.zeroGrad();
    assertNull(x.grad());
  }

  @Test
  void aGradientInTheUsersHandsNeverChanges() {
    var x = leaf(3);
    var y = leaf(4);
    x.add(y).sum().backward();
    var held = x.grad();
    x.square().add(y).sum().backward();
    assertEquals(1, held.item());
    assertEquals(7, x.grad().item());
    assertEquals(2, y.grad().item());
  }

  @Test
  void anInputUsedOnBothSidesOfASumGetsTwice() {
    var x = leaf(3, 4);
    x.add(x).sum().backward();
    assertArrayEquals(new double[] {2, 2}, x.grad().toDoubles());
  }

  @Test
  void theGraphIsReleasedUnlessItIsRetained() {
    var x = leaf(3);
    var y = x.square().sum();
    y.backward(true);
    y.backward();
    assertEquals(12, x.grad().item());
    var error = assertThrows(IllegalStateException.class, y::backward);
    assertTrue(error.getMessage().contains("retainGraph"), error.getMessage());
  }

  @Test
  void backwardFromManyNumbersNeedsTheirGradient() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var error = assertThrows(IllegalStateException.class, y::backward);
    assertEquals(
        "backward starts from a single number, this has shape (2,); reduce it with sum() or mean(),"
            + " or pass its gradient",
        error.getMessage());
    y.backward(Tensor.of(1, 10));
    assertArrayEquals(new double[] {3, 30}, x.grad().toDoubles());
  }

  @Test
  void noGradMayBeNestedAndEndsWhereItEnds() {
    var x = leaf(2);
    Tensor.noGrad(
        () -> {
          Tensor.noGrad(() -> assertFalse(x.square().requiresGrad()));
          assertFalse(x.square().requiresGrad(), "still inside the outer block");
        });
    assertTrue(x.square().requiresGrad());
  }

  @Test
  void noGradHoldsForItsOwnThreadOnly() throws InterruptedException {
    var x = leaf(2);
    var recorded = new boolean[2];
    Runnable inside =
        () -> {
          var thread = new Thread(() -> recorded[0] = x.square().requiresGrad());
          thread.start();
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          recorded[1] = x.square().requiresGrad();
        };
    Tensor.noGrad(inside);
    assertTrue(recorded[0], "another thread records");
    assertFalse(recorded[1]);
  }

  @Test
  void anErrorUnderNoGradEndsIt() {
    var x = leaf(2);
    assertThrows(
        ArithmeticException.class,
        () ->
            Tensor.noGrad(
                () -> {
                  throw new ArithmeticException();
                }));
    assertTrue(x.square().requiresGrad());
  }

  @Test
  void anomalyModeNamesTheOperationWhoseBackwardMadeANaN() {
    var x = leaf(0);
    var error =
        assertThrows(
            ArithmeticException.class,
            () -> Tensor.anomaly(() -> x.sqrt().mul(0).sum().backward()));
    assertTrue(error.getMessage().startsWith("backward of sqrt"), error.getMessage());
  }

  @Test
  void aChangeInPlaceOfWhatARuleReadsIsFoundOut() {
    var x = leaf(2);
    var w = Tensor.of(5);
    var y = x.mul(w).sum();
    w.fillInPlace(7);
    var error = assertThrows(IllegalStateException.class, y::backward);
    assertTrue(error.getMessage().startsWith("backward of mul (1,)"), error.getMessage());
  }

  @Test
  void aChangeInPlaceThatWouldLoseAGradientIsRefused() {
    var x = leaf(2);
    var error = assertThrows(IllegalStateException.class, () -> x.fillInPlace(1));
    assertTrue(error.getMessage().contains("noGrad"), error.getMessage());
    Tensor.noGrad(() -> x.fillInPlace(1));
    assertEquals(1, x.item());
  }

  @Test
  void detachCutsTheHistory() {
    var x = leaf(2);
    x.square().detach().mul(x).sum().backward();
    assertEquals(4, x.grad().item());
  }

  @Test
  void secondDerivativesComeFromARecordedPass() {
    // y = x⁴, y' = 4x³ = 32, y'' = 12x² = 48 at 2
    var x = leaf(2);
    var y = x.pow(4).sum();
    y.backward(null, true, true);
    var first = x.grad();
    assertEquals(32, first.item());
    x.zeroGrad();
    first.sum().backward();
    assertEquals(48, x.grad().item(), 1e-4);
  }

  @Test
  void hooksSeeAndChangeGradients() {
    var x = leaf(2);
    var h = x.mul(3).retainGrad();
    h.hook(g -> g.mul(10));
    h.square().sum().backward();
    assertEquals(12, h.grad().item());
    assertEquals(360, x.grad().item());
  }

  @Test
  void anomalyModeNamesTheOperationThatMadeANaN() {
    var error =
        assertThrows(
            ArithmeticException.class, () -> Tensor.anomaly(() -> leaf(-1).sqrt().add(1).sum()));
    assertTrue(error.getMessage().startsWith("sqrt (1,) made a NaN"), error.getMessage());
  }

  @Test
  void gradientsHaveTheirTensorsShapeAndType() {
    var x = Tensor.of(1, 2).requiresGrad(true);
    x.mul(2).backward(Tensor.of(DType.FLOAT64, new double[] {1, 2}, 2));
    assertEquals(DType.FLOAT32, x.grad().dtype());
    assertThrows(IllegalArgumentException.class, () -> x.setGrad(x.grad().to(DType.FLOAT64)));
    var h = x.mul(2);
    h.hook(g -> Tensor.ones(3));
    assertEquals(
        "a hook returns a gradient of the shape and type it was given, FLOAT32 (2,), or null; got"
            + " FLOAT32 (3,)",
        assertThrows(IllegalStateException.class, () -> h.sum().backward()).getMessage());
    x.hook(g -> g.to(DType.FLOAT64));
    assertThrows(IllegalStateException.class, () -> x.sum().backward());
  }
}

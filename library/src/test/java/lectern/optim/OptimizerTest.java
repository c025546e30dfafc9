package lectern.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OptimizerTest {

  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static String refusal(Runnable body) {
    return assertThrows(IllegalArgumentException.class, body::run).getMessage();
  }

  @Test
  void aParameterWithoutAGradientIsLeftAloneAndItsMeansDoNotAge() {
    var a = leaf(1);
    var b = leaf(1);
    var adam = new Adam(a, b).lr(0.1);
    a.setGrad(Tensor.of(1));
    adam.step();
    assertEquals(0.9, a.item(), 1e-6);
    assertEquals(1, b.item());
    assertEquals(0, adam.states().get(1).number("beta1_weight"));
  }

  @Test
  void zeroGradForgetsTheGradients() {
    var a = leaf(1, 2);
    a.square().sum().backward();
    new SGD(a).zeroGrad();
    assertNull(a.grad());
  }

  @Test
  void theScheduleScalesTheRateOfEachStep() {
    var a = leaf(0);
    var sgd = new SGD(a).lr(1).schedule(Schedule.step(2, 0.1));
    var seen = new double[4];
    for (int t = 0; t < 4; t++) {
      seen[t] = sgd.rate();
      a.setGrad(Tensor.of(1));
      sgd.step();
    }
    assertArrayEquals(new double[] {1, 1, 0.1, 0.1}, seen, 1e-15);
    assertEquals(-2.2, a.item(), 1e-6);
    assertEquals(4, sgd.steps());
  }

  @Test
  void optimizersTogetherTreatTheirGroupsEachInItsWay() {
    var decayed = leaf(1);
    var plain = leaf(1);
    var both = Optimizer.together(new SGD(decayed).lr(0.1).weightDecay(1), new SGD(plain).lr(0.01));
    decayed.setGrad(Tensor.of(0));
    plain.setGrad(Tensor.of(1));
    both.step();
    assertEquals(0.9, decayed.item(), 1e-6);
    assertEquals(0.99, plain.item(), 1e-6);
    assertEquals(2, both.parameters().size());
    both.zeroGrad();
    assertNull(plain.grad());
  }

  @Test
  void qhmWithNuEqualToBetaIsNesterovWithTheRateDividedByOneMinusBeta() {
    var a = leaf(1, -2);
    var b = leaf(1, -2);
    var qhm = new QHM(a).lr(0.01 / (1 - 0.9)).nu(0.9).beta(0.9);
    var nesterov = new SGD(b).lr(0.01).momentum(0.9).nesterov(true);
    for (int t = 0; t < 20; t++) {
      for (var p : List.of(a, b)) {
        p.zeroGrad();
        p.square().sum().backward();
      }
      qhm.step();
      nesterov.step();
    }
    assertArrayEquals(b.toDoubles(), a.toDoubles(), 1e-5);
    assertTrue(Math.abs(a.get(0)) < 0.5);
  }

  @Test
  void settingsOutOfRangeAreRefusedByNameAndRule() {
    var a = leaf(1);
    assertEquals("SGD.lr must be at least 0.0, got -0.1", refusal(() -> new SGD(a).lr(-0.1)));
    assertEquals(
        "Adam.betas: β₂ must be at least 0 and below 1, got 1.0",
        refusal(() -> new Adam(a).betas(0.9, 1)));
    assertEquals(
        "QHAdam.eps must be at least 0.0, got NaN", refusal(() -> new QHAdam(a).eps(Double.NaN)));
  }

  @Test
  void parametersThatCannotBeTrainedAreRefused() {
    assertTrue(refusal(() -> new SGD(List.of())).startsWith("SGD got no parameters"));
    assertEquals(
        "Adam: parameter 0 of shape (1,) does not require a gradient; call requiresGrad(true)",
        refusal(() -> new Adam(Tensor.of(1))));
    var a = leaf(1);
    assertEquals("QHM: parameter 1 of shape (1,) comes twice", refusal(() -> new QHM(a, a)));
  }

  @Test
  void nesterovWithoutMomentumIsRefused() {
    var a = leaf(1);
    a.setGrad(Tensor.of(1));
    var e = assertThrows(IllegalStateException.class, () -> new SGD(a).nesterov(true).step());
    assertTrue(e.getMessage().startsWith("SGD.nesterov needs momentum above 0"));
  }

  @Test
  void clippingTheNormScalesAllGradientsByOneFactor() {
    var a = leaf(0, 0);
    var b = leaf(0);
    a.setGrad(Tensor.of(3, 0));
    b.setGrad(Tensor.of(4));
    assertEquals(5, Clip.norm(List.of(a, b), 1), 1e-6);
    assertArrayEquals(new double[] {0.6, 0}, a.grad().toDoubles(), 1e-6);
    assertEquals(0.8, b.grad().item(), 1e-6);
    assertEquals(1, Clip.norm(List.of(a, b), 2), 1e-6);
    assertEquals(0.8, b.grad().item(), 1e-6);
  }

  @Test
  void clippingValuesCutsEachElement() {
    var a = leaf(0, 0, 0);
    var held = Tensor.of(-7, 0.5, 7);
    a.setGrad(held);
    Clip.value(List.of(a), 1);
    assertArrayEquals(new double[] {-1, 0.5, 1}, a.grad().toDoubles());
    assertArrayEquals(new double[] {-7, 0.5, 7}, held.toDoubles());
  }

  @Test
  void gradientsWhoseSquaresFloat32CannotHoldAreClippedToo() {
    for (double size : new double[] {1e30, 1e-30}) {
      var x = Tensor.zeros(2).requiresGrad(true);
      x.backward(Tensor.of(3 * size, 4 * size));
      assertEquals(5 * size, Clip.norm(List.of(x), size), 1e-6 * size);
      assertEquals(0.6 * size, x.grad().get(0), 1e-6 * size);
    }
  }
}

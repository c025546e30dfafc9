package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import lectern.random.Seeds;
import org.junit.jupiter.api.Test;

class AttentionTest {

  @Test
  void aQueryThatFitsOneKeyGetsItsValue() {
    var q = Tensor.of(new float[] {100, 0}, 1, 2);
    var k = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
    var v = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertArrayEquals(
        new double[] {1, 2, 3}, Attention.scaledDotProduct(q, k, v).toDoubles(), 1e-6);
  }

  @Test
  void scoresAreDividedByTheRootOfTheWidth() {
    var q = Tensor.ones(1, 4);
    var k = Tensor.of(new float[] {1, 1, 1, 1, 0, 0, 0, 0}, 2, 4);
    var v = Tensor.of(new float[] {1, 0}, 2, 1);
    // scores 4/√4 = 2 and 0
    double expected = Math.exp(2) / (Math.exp(2) + 1);
    assertEquals(expected, Attention.scaledDotProduct(q, k, v).item(), 1e-6);
  }

  @Test
  void causalAttentionDoesNotSeeWhatComesLater() {
    Seeds.set(6);
    var q = Tensor.randn(2, 5, 4);
    var k = Tensor.randn(2, 5, 4);
    var v = Tensor.randn(2, 5, 3);
    var whole = Attention.causal(q, k, v);
    for (int t = 1; t <= 5; t++) {
      var seen =
          Attention.scaledDotProduct(q.slice(1, t - 1, t), k.slice(1, 0, t), v.slice(1, 0, t));
      assertArrayEquals(seen.toDoubles(), whole.slice(1, t - 1, t).toDoubles(), 1e-6);
    }
  }

  @Test
  void aMaskOfRealNumbersIsAddedToTheScores() {
    var q = Tensor.zeros(1, 2);
    var k = Tensor.zeros(2, 2);
    var v = Tensor.of(new float[] {1, 0}, 2, 1);
    var mask = Tensor.of(new double[] {Math.log(3), 0}, 1, 2);
    assertEquals(0.75, Attention.scaledDotProduct(q, k, v, mask).item(), 1e-6);
  }

  @Test
  void noKeysGiveAnEmptySum() {
    var y = Attention.scaledDotProduct(Tensor.ones(2, 4), Tensor.ones(0, 4), Tensor.ones(0, 3));
    assertArrayEquals(new double[6], y.toDoubles());
  }

  @Test
  void widthsThatDifferAreRefusedWithTheRule() {
    var e =
        assertThrows(
            ShapeException.class,
            () ->
                Attention.scaledDotProduct(
                    Tensor.zeros(2, 4), Tensor.zeros(3, 5), Tensor.zeros(3, 5)));
    assertEquals(
        "scaledDotProduct: Q (…, T, d), K (…, S, d), V (…, S, e) → (…, T, e); got (2, 4), (3, 5),"
            + " (3, 5)",
        e.getMessage());
  }

  @Test
  void aQueryThatMaySeeNoKeyGetsZerosAndNoGradient() {
    var may = Tensor.of(new boolean[] {false, false, true, false}, 2, 2);
    var added = Tensor.where(may, Tensor.scalar(0), Tensor.scalar(Double.NEGATIVE_INFINITY));
    for (var mask : new Tensor[] {may, added}) {
      var q = Tensor.ones(1, 2, 3).requiresGrad(true);
      var v = Tensor.of(new float[] {5, 7}, 1, 2, 1).requiresGrad(true);
      var y = Attention.scaledDotProduct(q, Tensor.ones(1, 2, 3), v, mask);
      y.sum().backward();
      assertArrayEquals(new double[] {0, 5}, y.toDoubles());
      assertArrayEquals(new double[6], q.grad().toDoubles());
      assertArrayEquals(new double[] {1, 0}, v.grad().toDoubles());
    }
  }

  @Test
  void aMaskChangedBeforeBackwardIsFoundOut() {
    var q = Tensor.ones(1, 2, 3).requiresGrad(true);
    var mask = Tensor.of(new boolean[] {true, false}, 1, 2);
    var y = Attention.scaledDotProduct(q, Tensor.ones(1, 2, 3), Tensor.ones(1, 2, 1), mask);
    mask.fillInPlace(1);
    assertThrows(IllegalStateException.class, () -> y.sum().backward());
  }

  @Test
  void aMaskMayHaveDimensionsThatTheQueriesLack() {
    var v = Tensor.of(new float[] {1, 2}, 2, 1);
    var mask = Tensor.of(new boolean[] {true, false, false, true}, 2, 1, 2);
    var y = Attention.scaledDotProduct(Tensor.ones(1, 3), Tensor.ones(2, 3), v, mask);
    assertArrayEquals(new int[] {2, 1, 1}, y.shape().dims());
    assertArrayEquals(new double[] {1, 2}, y.toDoubles());
  }
}

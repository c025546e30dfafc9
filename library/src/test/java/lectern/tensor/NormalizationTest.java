package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.random.Seeds;
import org.junit.jupiter.api.Test;

class NormalizationTest {

  @Test
  void everyRowGetsMeanZeroAndVarianceOneThenScaleAndShift() {
    // mean 2.5, variance 1.25
    var x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4);
    var y =
        Normalization.layerNorm(
            x, Shape.of(4), Tensor.of(1, 1, 2, 2), Tensor.of(0, 0, 0, 10), 0.05);
    double r = 1 / Math.sqrt(1.3);
    assertArrayEquals(new double[] {-1.5 * r, -0.5 * r, r, 3 * r + 10}, y.toDoubles(), 1e-6);
  }

  @Test
  void channelsFirstIsTheSameOverTheChannelsOfEachPixel() {
    Seeds.set(4);
    var x = Tensor.randn(2, 5, 3, 4);
    var gamma = Tensor.randn(5);
    var beta = Tensor.randn(5);
    var last =
        Normalization.layerNorm(x.permute(0, 2, 3, 1), Shape.of(5), gamma, beta, 1e-6)
            .permute(0, 3, 1, 2);
    assertArrayEquals(
        last.toDoubles(), Normalization.layerNorm2d(x, gamma, beta, 1e-6).toDoubles(), 1e-6);
  }

  @Test
  void theFusedRuleAgreesWithTheComposition() {
    Seeds.set(5);
    DType.use(
        DType.FLOAT64,
        () -> {
          var x = Tensor.randn(3, 4, 5).requiresGrad(true);
          var upstream = Tensor.randn(3, 4, 5);
          int[] dims = {1, 2};
          var centered = x.sub(x.mean(dims, true));
          var r = centered.square().mean(dims, true).add(1e-5).rsqrt();
          centered.mul(r).mul(upstream).sum().backward();
          var expected = x.grad().toDoubles();
          x.zeroGrad();
          Normalization.standardized(x, dims, 1e-5).mul(upstream).sum().backward();
          assertArrayEquals(expected, x.grad().toDoubles(), 1e-12);
        });
  }

  @Test
  void aShapeThatXDoesNotEndInIsRefused() {
    var x = Tensor.zeros(2, 3);
    var e =
        assertThrows(
            ShapeException.class, () -> Normalization.layerNorm(x, Shape.of(2), null, null, 1e-5));
    assertEquals("layerNorm: x ends in (2,); got (2, 3)", e.getMessage());
  }

  @Test
  void scaleAndShiftOfAnotherShapeAreRefusedByName() {
    var x = Tensor.zeros(2, 3);
    for (var wrong :
        new Tensor[] {Tensor.ones(1), Tensor.ones(4), Tensor.ones(1).to(DType.FLOAT64)}) {
      var e =
          assertThrows(
              ShapeException.class,
              () -> Normalization.layerNorm(x, Shape.of(3), null, wrong, 1e-5));
      assertEquals(
          "layerNorm: γ and β are (3,), as the end of x; got " + wrong.shape(), e.getMessage());
    }
    var images = Tensor.zeros(1, 2, 3, 3);
    assertThrows(
        ShapeException.class,
        () -> Normalization.layerNorm2d(images, Tensor.ones(2), Tensor.ones(1), 1e-6));
    assertEquals(images.shape(), Normalization.layerNorm2d(images, null, null, 1e-6).shape());
  }
}

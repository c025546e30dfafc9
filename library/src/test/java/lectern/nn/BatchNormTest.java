package lectern.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lectern.backend.meta.Meta;
import lectern.tensor.ShapeException;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// What golden values do not show; those are in [GoldenLayersTest].
class BatchNormTest {

  private static String refusal(Stage layer, int... shape) {
    return assertThrows(ShapeException.class, () -> layer.apply(Tensor.ones(shape))).getMessage();
  }

  @Test
  void itsStateHasPyTorchsNamesAndItsStatisticsAreNotTrained() {
    var norm = new BatchNorm2d(4);
    assertEquals(
        List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
        List.copyOf(norm.state().keySet()));
    assertEquals(List.of(norm.weight, norm.bias), norm.parameters());
  }

  @Test
  void inUseNothingMoves() {
    var norm = new BatchNorm1d(2);
    norm.eval();
    norm.apply(Tensor.of(new double[] {5, 6, 7, 8}, 2, 2));
    assertArrayEquals(new double[] {0, 0}, norm.runningMean.toDoubles());
    assertEquals(0, norm.numBatchesTracked.item());
  }

  @Test
  void aTraceLooksAndMovesNothing() {
    var norm = new BatchNorm1d(2);
    ShapeTrace.of(norm, Tensor.of(new double[] {5, 6, 7, 8}, 2, 2));
    assertEquals(0, norm.numBatchesTracked.item());
    var model = Meta.build(() -> new BatchNorm2d(64));
    ShapeTrace.of(model, Meta.build(() -> Tensor.ones(8, 64, 32, 32)));
  }

  @Test
  void wrongInputsAreNamed() {
    assertTrue(refusal(new BatchNorm2d(3), 2, 3).contains("x is (N, C, H, W); got (2, 3)"));
    assertTrue(refusal(new BatchNorm1d(3), 2, 3, 4, 5).contains("(N, C) or (N, C, T)"));
    assertTrue(refusal(new BatchNorm1d(3), 2, 4).contains("for 3 channels"));
    assertTrue(refusal(new BatchNorm1d(3), 1, 3).contains("at least 2 values per channel"));
    assertTrue(refusal(new BatchNorm1d(3), 0, 3).contains("at least 2 values per channel"));
    var e = assertThrows(IllegalArgumentException.class, () -> new GroupNorm(3, 4));
    assertTrue(e.getMessage().contains("3 groups, 4 channels"), e.getMessage());
  }

  @Test
  void aSingleExampleIsFineInUse() {
    var norm = new BatchNorm1d(2, 0, 0.1);
    norm.eval();
    assertArrayEquals(
        new double[] {3, -1}, norm.apply(Tensor.of(new double[][] {{3, -1}})).toDoubles());
  }
}

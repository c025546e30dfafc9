package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lectern.backend.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A change in place between forward and backward is an error that names the operation, or changes
/// no gradient; for every operation, and every one of its inputs and its result.
class InPlaceMisuseTest {

  private static int caught;

  @TestFactory
  Stream<DynamicTest> noGradientIsSilentlyWrong() {
    var tests = new ArrayList<DynamicTest>();
    for (var row : GradientRows.ROWS) {
      for (int i = -1; i < row.inputs().size(); i++) {
        int changed = i;
        var what = i < 0 ? "result" : "input " + i;
        tests.add(
            DynamicTest.dynamicTest(
                row + ", " + what,
                () -> DType.use(DType.FLOAT64, () -> errsOrIsRight(row, changed))));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "most are caught", () -> assertTrue(caught > 100, "only " + caught + " were errors")));
    return tests.stream();
  }

  private static List<Tensor> leaves(GradientRows.Row row) {
    return row.inputs().stream().map(t -> t.copy().requiresGrad(t.dtype().isFloating())).toList();
  }

  private static List<double[]> gradients(GradientRows.Row row, int changed) {
    var inputs = leaves(row);
    var y = row.f().apply(inputs.toArray(Tensor[]::new));
    if (changed >= -1) {
      var target = changed < 0 ? y : inputs.get(changed);
      // Of an index or a mask, 0 is still inside.
      Tensor.noGrad(
          () -> target.dtype().isFloating() ? target.mulInPlace(3) : target.fillInPlace(0));
    }
    y.backward(Tensor.onesLike(y));
    return inputs.stream().filter(t -> t.grad() != null).map(t -> t.grad().toDoubles()).toList();
  }

  private static void errsOrIsRight(GradientRows.Row row, int changed) {
    var expected = gradients(row, -2);
    List<double[]> found;
    try {
      found = gradients(row, changed);
    } catch (IllegalStateException e) {
      caught++;
      assertTrue(
          e.getMessage().matches("(?s)backward of \\w+ .*changed in place since.*"), e::getMessage);
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i));
    }
  }

  @Test
  void aChangeThroughAViewIsFoundToo() {
    var x = Tensor.of(1, 2, 3).requiresGrad(true);
    var y = x.exp();
    y.detach().slice(0, 0, 1).fillInPlace(0);
    var e = assertThrows(IllegalStateException.class, () -> y.sum().backward());
    assertTrue(
        e.getMessage().startsWith("backward of exp (3,): a tensor it needs"), e.getMessage());
  }

  @Test
  void aTensorTakesItsOwnValuesInAnotherOrder() {
    var x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    assertArrayEquals(new double[] {1, 3, 2, 4}, x.assign(x.t()).toDoubles());
    assertArrayEquals(new double[] {2, 5, 5, 8}, x.addInPlace(x.t(), 1).toDoubles());
    assertArrayEquals(new double[] {4, 10, 7, 13}, x.addInPlace(x.select(0, 0), 1).toDoubles());
    var row = Tensor.of(new float[] {1, 2, 3, 4});
    row.slice(0, 1, 4).assign(row.slice(0, 0, 3));
    assertArrayEquals(new double[] {1, 1, 2, 3}, row.toDoubles());
  }

  @Test
  void anExpandedTensorIsNotWrittenInto() {
    var x = Tensor.zeros(1);
    var wide = x.expand(3);
    var e = assertThrows(IllegalStateException.class, () -> wide.addInPlace(Tensor.ones(3), 1));
    assertTrue(
        e.getMessage().startsWith("addInPlace would write each number of an expanded tensor (3,)"),
        e.getMessage());
    assertArrayEquals(new double[] {0}, x.toDoubles());
  }

  @Test
  void aSourceWhoseGradientWouldBeLostIsRefused() {
    var sum = Tensor.zeros(2);
    var w = Tensor.of(1, 2).requiresGrad(true);
    var e = assertThrows(IllegalStateException.class, () -> sum.addInPlace(w.mul(2), 1));
    assertTrue(
        e.getMessage().startsWith("addInPlace would lose the gradient of its source"),
        e.getMessage());
    assertThrows(IllegalStateException.class, () -> sum.assign(w));
    Tensor.noGrad(() -> sum.assign(w));
    assertArrayEquals(new double[] {2, 4}, sum.addInPlace(w.detach(), 1).toDoubles());
  }
}

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
}

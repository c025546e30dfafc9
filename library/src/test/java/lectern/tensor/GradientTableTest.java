package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// One row per operation, some with broadcasting: first and second derivatives against central
/// differences.
class GradientTableTest {

  @TestFactory
  Stream<DynamicTest> gradientsAgreeWithDifferences() {
    return GradientRows.ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(),
                    () -> GradCheck.check(row.f(), row.inputs().toArray(new Tensor[0]))));
  }

  @TestFactory
  Stream<DynamicTest> secondDerivativesAgreeWithDifferences() {
    return GradientRows.ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(),
                    () -> GradCheck.checkSecond(row.f(), row.inputs().toArray(new Tensor[0]))));
  }

  private static final List<Class<?>> ROOMS =
      List.of(
          Arithmetic.class,
          Elementwise.class,
          Reductions.class,
          Movement.class,
          Indexing.class,
          LinearAlgebra.class,
          Combining.class,
          Losses.class,
          Values.class,
          Einsum.class,
          Convolution.class,
          Patches.class,
          Pooling.class,
          Interpolation.class,
          Normalization.class,
          Attention.class);

  /// Operations whose results have no gradient.
  private static final Set<String> FLAT =
      Set.of("sign", "floor", "ceil", "round", "argmax", "argmin", "oneHot");

  @Test
  void everyOperationHasARow() {
    var missing = new TreeSet<String>();
    for (var room : ROOMS) {
      for (var method : room.getDeclaredMethods()) {
        if (isOperation(method)
            && !FLAT.contains(method.getName())
            && GradientRows.ROWS.stream().noneMatch(r -> r.method().equals(method.getName()))) {
          missing.add(room.getSimpleName() + "." + method.getName());
        }
      }
    }
    assertEquals(Set.of(), missing, "operations without a gradient row");
  }

  private static boolean isOperation(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && (method.getReturnType() == Tensor.class || method.getReturnType() == List.class);
  }

  @Test
  void theSearchForMissingRowsFindsOperations() throws NoSuchMethodException {
    assertTrue(isOperation(Elementwise.class.getMethod("tanh")));
    assertTrue(isOperation(Losses.class.getMethod("mse", Tensor.class, Tensor.class)));
  }

  @Test
  void whatIsSaidToHaveNoGradientHasNone() {
    for (var name : FLAT) {
      var t = GradientRows.x(1, 2, 3).requiresGrad(true);
      var y =
          switch (name) {
            case "sign" -> t.sign();
            case "floor" -> t.floor();
            case "ceil" -> t.ceil();
            case "round" -> t.round();
            case "argmax" -> t.argmax(1);
            case "argmin" -> t.argmin(1);
            case "oneHot" -> t.argmax(1).oneHot(3);
            default -> throw new AssertionError(name);
          };
      assertFalse(y.requiresGrad(), name);
    }
  }
}

package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.random.RandomStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every operation in float32, value and gradients, is within [#ULPS] units of float32's precision
/// of the reference in float64 at the same inputs; a unit is relative to the larger of the number
/// and 1, for sums lose digits of their terms.
class Float32Test {

  private static final double ULPS = 16;

  @TestFactory
  Stream<DynamicTest> operationsAgreeWithTheReference() {
    return Stream.of("cpu", "nd4j")
        .flatMap(
            backend ->
                GradientRows.ROWS.stream()
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                row + " on " + backend, () -> compare(row, backend))));
  }

  private static void compare(GradientRows.Row row, String backend) {
    var fast = results(row, Backend.named(backend), DType.FLOAT32);
    var exact = results(row, Backend.named("reference"), DType.FLOAT64);
    for (int i = 0; i < exact.size(); i++) {
      assertEquals(exact.get(i).shape(), fast.get(i).shape());
      double[] a = fast.get(i).toDoubles();
      double[] e = exact.get(i).toDoubles();
      for (int j = 0; j < e.length; j++) {
        double ulps = Math.abs(a[j] - e[j]) / (0x1p-23 * Math.max(1, Math.abs(e[j])));
        assertTrue(
            ulps <= ULPS,
            "result %d, element %d: %.9g, the reference has %.9g, %.1f ulp away"
                .formatted(i, j, a[j], e[j], ulps));
      }
    }
  }

  /// The value, and the gradient of each input.
  private static List<Tensor> results(GradientRows.Row row, Backend backend, DType dtype) {
    return Backend.use(
        backend,
        () ->
            DType.use(
                dtype,
                () -> {
                  var inputs = row.inputs().stream().map(t -> rounded(t, backend, dtype)).toList();
                  var y = row.f().apply(inputs.toArray(Tensor[]::new));
                  y.backward(weights(y));
                  var results = new ArrayList<>(List.of(y.detach()));
                  inputs.stream()
                      .filter(Tensor::requiresGrad)
                      .map(t -> t.grad() == null ? Tensor.zerosLike(t) : t.grad())
                      .forEach(results::add);
                  return results;
                }));
  }

  /// The same float32 numbers in either type.
  private static Tensor rounded(Tensor t, Backend backend, DType dtype) {
    if (!t.dtype().isFloating()) {
      return t.to(backend);
    }
    var leaf = t.detach().to(DType.FLOAT32).to(backend).to(dtype);
    return leaf.requiresGrad(true);
  }

  private static Tensor weights(Tensor y) {
    var w = new float[Math.toIntExact(y.size())];
    new RandomStream(8).normal(w, 0, 1);
    return Tensor.wrap(w, y.shape()).to(y.dtype());
  }
}

package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.nn.Safetensors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every operation's value and gradients are PyTorch's, in float64, to twelve digits. The rows are
/// those of [GradientRows] and [CornerRows]; `src/test/python/make_golden.py` made the numbers.
class GoldenOperationsTest {

  private static final double RELATIVE = 1e-12;
  private static final double ABSOLUTE = 1e-14;

  private static final TreeMap<String, Function<Tensor[], Tensor>> ROWS =
      new TreeMap<>(CornerRows.ROWS);

  static {
    GradientRows.ROWS.forEach(row -> ROWS.put(row.toString(), row.f()));
  }

  /// By row, then by `in0`, `w`, `out`, `grad0`.
  private static final Map<String, Map<String, Tensor>> GOLDEN = golden();

  private static Map<String, Map<String, Tensor>> golden() {
    try {
      var file = GoldenOperationsTest.class.getResource("/golden/operations.safetensors");
      var cases = new LinkedHashMap<String, Map<String, Tensor>>();
      Safetensors.read(Path.of(file.toURI()))
          .forEach(
              (name, tensor) -> {
                int bar = name.indexOf('|');
                cases
                    .computeIfAbsent(name.substring(0, bar), k -> new LinkedHashMap<>())
                    .put(name.substring(bar + 1), tensor);
              });
      return cases;
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theRowsAndTheGoldenCasesAreTheSame() {
    assertEquals(ROWS.keySet(), new TreeSet<>(GOLDEN.keySet()));
    assertEquals(
        GradientRows.ROWS.size() + CornerRows.ROWS.size(),
        ROWS.size(),
        "each row has a name of its own");
  }

  @TestFactory
  Stream<DynamicTest> valuesAndGradientsArePyTorchs() {
    return Stream.of("cpu", "reference")
        .flatMap(
            backend ->
                ROWS.keySet().stream()
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                row + " on " + backend, () -> compare(row, backend))));
  }

  private static void compare(String row, String name) {
    var golden = GOLDEN.get(row);
    var backend = Backend.named(name);
    Backend.use(
        backend, () -> DType.use(DType.FLOAT64, () -> compare(ROWS.get(row), golden, backend)));
  }

  private static void compare(
      Function<Tensor[], Tensor> f, Map<String, Tensor> golden, Backend backend) {
    var inputs = new Tensor[(int) golden.keySet().stream().filter(k -> k.startsWith("in")).count()];
    for (int i = 0; i < inputs.length; i++) {
      var input = golden.get("in" + i).to(backend);
      inputs[i] = input.requiresGrad(input.dtype().isFloating());
    }
    // Masks and numbers inside the row were made on the default backend.
    var y = f.apply(inputs);
    y.backward(golden.get("w").to(backend));
    close("value", golden.get("out"), y);
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad()) {
        var gradient = inputs[i].grad() == null ? Tensor.zerosLike(inputs[i]) : inputs[i].grad();
        close("gradient of input " + i, golden.get("grad" + i), gradient);
      }
    }
  }

  private static boolean same(double a, double e) {
    return Math.abs(a - e) <= ABSOLUTE + RELATIVE * Math.abs(e)
        || a == e
        || (Double.isNaN(a) && Double.isNaN(e));
  }

  private static void close(String what, Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape(), what);
    double[] e = expected.toDoubles();
    double[] a = actual.toDoubles();
    assertAll(
        IntStream.range(0, e.length)
            .mapToObj(
                i ->
                    () ->
                        assertTrue(
                            same(a[i], e[i]),
                            "%s, element %d: PyTorch has %.17g, we have %.17g"
                                .formatted(what, i, e[i], a[i]))));
  }
}

package lectern.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lectern.backend.DType;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Layers with PyTorch's weights under PyTorch's names give PyTorch's values, gradients and running
/// statistics, in float64. `src/test/python/make_golden.py` made the numbers.
class GoldenLayersTest {

  /// A layer, how it is called, and how often before its values are compared.
  private record Row<L extends Layer>(String name, Supplier<L> layer, Call<L> call, int steps) {

    List<Tensor> outputs(Tensor[] inputs, Layer made) {
      @SuppressWarnings("unchecked")
      L typed = (L) made;
      return call.of(typed, inputs);
    }
  }

  private interface Call<L> {
    List<Tensor> of(L layer, Tensor[] inputs);
  }

  private static <L extends Stage> Row<L> stage(String name, Supplier<L> layer, int steps) {
    return new Row<>(name, layer, (l, in) -> List.of(l.apply(in[0])), steps);
  }

  private static final List<Row<?>> ROWS =
      List.of(
          new Row<>(
              "RNNCell", () -> new RNNCell(3, 4), (l, in) -> List.of(l.apply(in[0], in[1])), 1),
          new Row<>(
              "GRUCell", () -> new GRUCell(3, 4), (l, in) -> List.of(l.apply(in[0], in[1])), 1),
          new Row<>("LSTMCell", () -> new LSTMCell(3, 4), GoldenLayersTest::lstm, 1),
          stage("BatchNorm1d", () -> new BatchNorm1d(3), 2),
          stage("BatchNorm1d steps", () -> new BatchNorm1d(3), 2),
          stage("BatchNorm2d", () -> new BatchNorm2d(3), 3),
          stage("GroupNorm", () -> new GroupNorm(2, 4), 1));

  private static List<Tensor> lstm(LSTMCell cell, Tensor[] in) {
    var state = cell.apply(in[0], new LSTMCell.State(in[1], in[2]));
    return List.of(state.h(), state.c());
  }

  private static Map<String, Map<String, Tensor>> golden() throws IOException, URISyntaxException {
    var file = Path.of(GoldenLayersTest.class.getResource("/golden/layers.safetensors").toURI());
    var layers = new LinkedHashMap<String, Map<String, Tensor>>();
    Safetensors.read(file)
        .forEach(
            (name, tensor) -> {
              int slash = name.indexOf('/');
              layers
                  .computeIfAbsent(name.substring(0, slash), k -> new LinkedHashMap<>())
                  .put(name.substring(slash + 1), tensor);
            });
    return layers;
  }

  private static Map<String, Tensor> under(String folder, Map<String, Tensor> golden) {
    var found = new LinkedHashMap<String, Tensor>();
    golden.forEach(
        (name, tensor) -> {
          if (name.startsWith(folder)) {
            found.put(name.substring(folder.length()), tensor);
          }
        });
    return found;
  }

  private static void close(Tensor expected, Tensor actual, String name) {
    assertEquals(expected.shape(), actual.shape(), name);
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-12, name);
  }

  @Test
  void everyGoldenLayerHasARow() throws IOException, URISyntaxException {
    var rows = new TreeSet<String>();
    ROWS.forEach(row -> rows.add(row.name));
    assertEquals(rows, new TreeSet<>(golden().keySet()));
  }

  @TestFactory
  Stream<DynamicTest> layersComputeWhatPyTorchComputes() throws IOException, URISyntaxException {
    var golden = golden();
    return ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name,
                    () -> DType.use(DType.FLOAT64, () -> compare(row, golden.get(row.name)))));
  }

  private static void compare(Row<?> row, Map<String, Tensor> golden) {
    Layer layer = row.layer.get();
    layer.load(under("before/", golden));
    var inputs = under("in", golden).values().toArray(Tensor[]::new);
    List<Tensor> y = List.of();
    for (int i = 0; i < row.steps; i++) {
      y = row.outputs(inputs, layer);
    }
    Function<Tensor, Tensor> energy = t -> t.square().sum();
    y.stream().map(energy).reduce(Tensor::add).orElseThrow().backward();
    for (int i = 0; i < y.size(); i++) {
      close(golden.get("out" + i), y.get(i), "output " + i);
    }
    under("after/", golden).forEach((name, t) -> close(t, layer.state().get(name), name));
    under("grad/", golden)
        .forEach((name, t) -> close(t, layer.namedParameters().get(name).grad(), name));
    if (golden.containsKey("eval")) {
      layer.eval();
      close(golden.get("eval"), row.outputs(inputs, layer).getFirst(), "in use");
    }
  }
}

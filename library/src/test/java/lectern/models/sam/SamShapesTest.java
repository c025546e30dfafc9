package lectern.models.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lectern.backend.meta.Meta;
import lectern.nn.Layer;
import lectern.nn.ShapeTrace;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The published models without their memory: names, shapes, counts and costs.
class SamShapesTest {

  private static List<String[]> table(String name) {
    try (var in = SamShapesTest.class.getResourceAsStream("/golden/" + name)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.split("\t", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shape(Tensor tensor) {
    var text = tensor.shape().toString();
    return text.replace("(", "[").replace(",)", "]").replace(")", "]");
  }

  private static ShapeTrace trace(Sam sam) {
    int side = sam.config().imageSize();
    return ShapeTrace.of(
        sam, () -> sam.apply(Tensor.zeros(1, 3, side, side), Prompt.point(512, 512)));
  }

  @Test
  void namesAndShapesAreThoseOfAPublishedCheckpoint() {
    var expected = new LinkedHashMap<String, String>();
    for (var row : table("sam-vit-b-state-dict.tsv")) {
      expected.put(row[0], row[1]);
    }
    var actual = new LinkedHashMap<String, String>();
    Meta.build(Sam::vitB).state().forEach((name, tensor) -> actual.put(name, shape(tensor)));
    assertEquals(314, expected.size());
    assertEquals(expected, actual);
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(actual.keySet()));
  }

  @Test
  void theThreeModelsHaveThePublishedCounts() {
    assertEquals(93_735_472, Meta.build(Sam::vitB).parameterCount());
    assertEquals(312_342_832, Meta.build(Sam::vitL).parameterCount());
    assertEquals(641_090_608, Meta.build(Sam::vitH).parameterCount());
    assertEquals(89_670_912, Meta.build(Sam::vitB).imageEncoder().parameterCount());
    assertEquals(308_278_272, Meta.build(Sam::vitL).imageEncoder().parameterCount());
    assertEquals(637_026_048, Meta.build(Sam::vitH).imageEncoder().parameterCount());
    assertEquals(6_220, Meta.build(Sam::vitB).promptEncoder().parameterCount());
    assertEquals(4_058_340, Meta.build(Sam::vitB).maskDecoder().parameterCount());
  }

  /// Golden rows by layer; of a layer that is called by several prompts the first.
  private static Map<String, String[]> goldenRows() {
    return table("sam-vit-b-module-shapes.tsv").stream()
        .skip(1)
        .collect(Collectors.toMap(row -> row[0], row -> row, (a, b) -> a, LinkedHashMap::new));
  }

  @Test
  void everyLayerOfVitBGivesTheShapeThatPyTorchSaw() {
    var sam = Meta.build(Sam::vitB);
    var traced =
        trace(sam).rows().stream()
            .collect(Collectors.toMap(ShapeTrace.Row::name, row -> row, (a, b) -> a));
    int compared = 0;
    for (var row : goldenRows().values()) {
      boolean whole = row[0].equals("mask_decoder") || row[0].startsWith("prompt_encoder");
      if (whole) {
        // PyTorch's decoder drops a mask and its prompt encoder takes no tensors.
        continue;
      }
      var ours = traced.get(row[0]);
      var out = String.join(", ", ours.out().stream().map(s -> brackets(s.toString())).toList());
      assertEquals(row[3], ours.out().size() == 1 ? out : "[" + out + "]", row[0]);
      if (!row[2].equals("[]")) {
        var in = String.join(", ", ours.in().stream().map(s -> brackets(s.toString())).toList());
        assertEquals(row[2], "[" + in + "]", row[0]);
      }
      assertEquals(Long.parseLong(row[4]), layer(sam, row[0]).parameterCount(), row[0]);
      compared++;
    }
    assertEquals(209, compared);
  }

  private static String brackets(String shape) {
    return shape.replace('(', '[').replace(')', ']');
  }

  private static Layer layer(Layer from, String path) {
    for (var entry : from.children().entrySet()) {
      if (path.equals(entry.getKey())) {
        return entry.getValue();
      }
      if (path.startsWith(entry.getKey() + ".")) {
        return layer(entry.getValue(), path.substring(entry.getKey().length() + 1));
      }
    }
    throw new AssertionError("no layer " + path);
  }

  @Test
  void theEncodersCostIsTheClosedForm() {
    // GMAC of the encoder: 486.0, 1,492.8, 2,980.5
    assertEquals(486.0, encoderGigaMacs(Meta.build(Sam::vitB)), 0.05);
    assertEquals(1492.8, encoderGigaMacs(Meta.build(Sam::vitL)), 0.05);
    assertEquals(2980.5, encoderGigaMacs(Meta.build(Sam::vitH)), 0.05);
  }

  private static double encoderGigaMacs(Sam sam) {
    return trace(sam).rows().stream()
            .filter(row -> row.name().equals("image_encoder"))
            .mapToLong(ShapeTrace.Row::macs)
            .sum()
        / 1e9;
  }
}

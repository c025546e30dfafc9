package lectern.models.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import lectern.nn.Layer;
import lectern.nn.Safetensors;
import lectern.tensor.Tensor;

/// The tiny model's weights and everything PyTorch computed with them.
final class Golden {

  static final Map<String, Tensor> IO = read("tiny64.io.safetensors");

  private Golden() {}

  static Map<String, Tensor> read(String name) {
    try {
      return Safetensors.read(Path.of(Golden.class.getResource("/golden/" + name).toURI()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Tensor io(String name) {
    var tensor = IO.get(name);
    assertNotNull(tensor, "no golden tensor " + name);
    return tensor;
  }

  /// The tiny model with the golden weights.
  static Sam sam() {
    var sam = new Sam(SamConfig.tiny());
    sam.load(read("tiny64.weights.safetensors"));
    return sam;
  }

  /// The golden prompt of this name.
  static Prompt prompt(String name) {
    return switch (name) {
      case "point1" -> points("P1");
      case "points3x2" -> points("P3");
      case "box" -> Prompt.none().withBoxes(io("prompt.in.box"));
      case "points2_box" -> points("P2").withBoxes(io("prompt.in.box"));
      case "mask" -> Prompt.none().withMasks(io("prompt.in.mask"));
      case "points2_box_mask" ->
          points("P2").withBoxes(io("prompt.in.box")).withMasks(io("prompt.in.mask"));
      case "none" -> Prompt.none();
      default -> throw new AssertionError(name);
    };
  }

  private static Prompt points(String name) {
    return Prompt.points(io("prompt.in." + name + ".coords"), io("prompt.in." + name + ".labels"));
  }

  /// What every layer gives from now on, by its path.
  static Map<String, Object> outputs(Layer layer) {
    var outputs = new HashMap<String, Object>();
    record(layer, "", outputs);
    return outputs;
  }

  private static void record(Layer layer, String path, Map<String, Object> outputs) {
    layer.hook((l, inputs, output) -> outputs.put(path, output));
    layer
        .children()
        .forEach(
            (name, child) -> record(child, path.isEmpty() ? name : path + "." + name, outputs));
  }

  /// Compares with a golden tensor: largest difference at most `tolerance`.
  static void check(String name, Object actual, double tolerance) {
    var expected = io(name);
    assertNotNull(actual, "the model did not compute " + name);
    var tensor = (Tensor) actual;
    assertEquals(expected.shape(), tensor.shape(), name);
    double[] e = expected.toDoubles();
    double[] a = tensor.toDoubles();
    double worst = 0;
    for (int i = 0; i < e.length; i++) {
      worst = Math.max(worst, Math.abs(e[i] - a[i]));
      assertTrue(Double.isFinite(a[i]), name + " has " + a[i]);
    }
    assertTrue(
        worst <= tolerance, "%s is off by %.3e, allowed %.1e".formatted(name, worst, tolerance));
  }

  /// The largest absolute value of a golden tensor.
  static double size(String name) {
    return io(name).abs().max().item();
  }
}

package lectern.optim;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// The golden file: trajectories of optimizers that PyTorch and qhoptim computed in float64.
final class Golden {

  private static final JsonObject FILE = read();

  private Golden() {}

  private static JsonObject read() {
    try (var in = Golden.class.getResourceAsStream("/golden/qhadam.json");
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonObject> list(String name) {
    return FILE.getAsJsonArray(name).asList().stream().map(e -> e.getAsJsonObject()).toList();
  }

  static JsonObject object(String name) {
    return FILE.getAsJsonObject(name);
  }

  static double[] doubles(JsonArray array) {
    return array.asList().stream().mapToDouble(e -> e.getAsDouble()).toArray();
  }

  /// The gradients of the cases without a problem: 2u − 1 from a linear congruential generator, row
  /// by row.
  static double[][] gradients() {
    var how = object("gradient_sequence");
    int steps = how.get("steps").getAsInt();
    int dim = how.get("dim").getAsInt();
    var state = new long[] {how.get("seed").getAsLong()};
    return IntStream.range(0, steps)
        .mapToObj(step -> IntStream.range(0, dim).mapToDouble(i -> next(state)).toArray())
        .toArray(double[][]::new);
  }

  private static double next(long[] state) {
    state[0] = state[0] * 6364136223846793005L + 1442695040888963407L;
    return 2 * ((state[0] >>> 11) * 0x1p-53) - 1;
  }
}

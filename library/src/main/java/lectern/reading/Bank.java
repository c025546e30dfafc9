package lectern.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lectern.backend.Shape;
import lectern.tensor.Tensor;

/// The exercises of one lesson: a JSON file on the class path, so that questions, answers and hints
/// stand apart from the lesson that asks.
///
/// @param name of the file without `.json`, and of the lesson
record Bank(String name, Map<String, Exercise> exercises) {

  /// The banks that the library carries, in reading order.
  static final List<String> NAMES = List.of("01-qhadam", "02-dptiny-mlp");

  private static final String FOLDER = "lectern/reading/exercises/";

  /// Reads a bank.
  ///
  /// @throws IllegalArgumentException if there is none of this name, or it is not as it should be
  static Bank read(String name) {
    var path = FOLDER + name + ".json";
    var loader = Thread.currentThread().getContextClassLoader();
    try (var in =
        loader != null && loader.getResource(path) != null
            ? loader.getResourceAsStream(path)
            : Bank.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "there are no exercises \"%s\"; the library has those of %s, others are looked for as %s"
                .formatted(name, NAMES, path));
      }
      return parse(name, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  static Bank parse(String name, String text) {
    var exercises = new LinkedHashMap<String, Exercise>();
    var at = name;
    try {
      for (var element :
          JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("exercises")) {
        var json = element.getAsJsonObject();
        at = name + "/" + string(json, "name");
        exercises.put(string(json, "name"), exercise(at, json));
      }
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw new IllegalArgumentException("exercise " + at + ": " + e.getMessage(), e);
    }
    return new Bank(name, exercises);
  }

  private static Exercise exercise(String id, JsonObject json) {
    return new Exercise(
        id,
        string(json, "subject"),
        string(json, "question"),
        reference(json),
        strings(json.getAsJsonArray("hints")),
        string(json, "solution"),
        json.has("theory") ? string(json, "theory") : "",
        json.has("shape") ? string(json, "shape") : "",
        json.has("motion") ? string(json, "motion") : "");
  }

  private static Reference reference(JsonObject json) {
    double tolerance = json.has("tolerance") ? json.get("tolerance").getAsDouble() : 0;
    var mistakes = json.has("mistakes") ? json.getAsJsonArray("mistakes") : new JsonArray();
    if (json.has("number")) {
      var known = new ArrayList<Reference.Mistake>();
      for (var m : mistakes) {
        var mistake = m.getAsJsonObject();
        known.add(
            new Reference.Mistake(mistake.get("number").getAsDouble(), string(mistake, "says")));
      }
      return new Reference.OfNumber(json.get("number").getAsDouble(), tolerance, known);
    }
    if (json.has("sizes")) {
      var known = new ArrayList<Reference.OfShape.ShapeMistake>();
      for (var m : mistakes) {
        var mistake = m.getAsJsonObject();
        known.add(new Reference.OfShape.ShapeMistake(shape(mistake), string(mistake, "says")));
      }
      return new Reference.OfShape(shape(json), known);
    }
    if (json.has("tensor")) {
      return new Reference.OfTensor(tensor(json.get("tensor")), tolerance);
    }
    var inputs = json.getAsJsonArray("inputs").asList();
    var outputs = json.getAsJsonArray("outputs").asList();
    if (inputs.isEmpty() || inputs.size() != outputs.size()) {
      throw new IllegalStateException(
          inputs.size() + " inputs and " + outputs.size() + " outputs do not fit");
    }
    if (json.has("tensors")) {
      return new Reference.OfTensors(
          inputs.stream().map(Bank::tensor).toList(),
          outputs.stream().map(Bank::tensor).toList(),
          tolerance);
    }
    return new Reference.OfFunction(
        inputs.stream().map(row -> doubles(row.getAsJsonArray())).toList(),
        outputs.stream().map(JsonElement::getAsDouble).toList(),
        tolerance);
  }

  private static String string(JsonObject json, String name) {
    if (!json.has(name)) {
      throw new IllegalStateException("\"" + name + "\" is missing");
    }
    return json.get(name).isJsonArray()
        ? String.join("\n", strings(json.getAsJsonArray(name)))
        : json.get(name).getAsString();
  }

  private static List<String> strings(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  private static Shape shape(JsonObject json) {
    var sizes = json.getAsJsonArray("sizes").asList();
    return Shape.of(sizes.stream().mapToInt(JsonElement::getAsInt).toArray());
  }

  private static double[] doubles(JsonArray array) {
    return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  /// Nested lists, as deep as the tensor has dimensions; a number is a scalar.
  private static Tensor tensor(JsonElement json) {
    if (json.isJsonPrimitive()) {
      return Tensor.scalar(json.getAsDouble());
    }
    var sizes = new ArrayList<Integer>();
    var element = json;
    while (element.isJsonArray()) {
      sizes.add(element.getAsJsonArray().size());
      element = element.getAsJsonArray().get(0);
    }
    var values = new ArrayList<Double>();
    flatten(json, values);
    return Tensor.of(
        values.stream().mapToDouble(v -> v).toArray(),
        IntStream.range(0, sizes.size()).map(sizes::get).toArray());
  }

  private static void flatten(JsonElement json, List<Double> values) {
    if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(part -> flatten(part, values));
    } else {
      values.add(json.getAsDouble());
    }
  }
}

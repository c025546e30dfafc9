package lectern.notebooks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A notebook file, as far as the tests look into it.
///
/// @param language name of the kernel it asks for, `metadata.kernelspec.name`
record Lesson(String language, List<Cell> cells) {

  /// @param number execution count, or -1 where the cell was never run
  /// @param outputs as nbformat has them
  record Cell(String type, String source, int number, Set<String> tags, List<JsonObject> outputs) {

    boolean isCode() {
      return type.equals("code") && !source.isBlank();
    }

    /// Whether the lesson shows an error here on purpose.
    boolean mayFail() {
      return tags.contains("raises-exception");
    }

    boolean hasFailed() {
      return outputs.stream().anyMatch(o -> o.get("output_type").getAsString().equals("error"));
    }

    /// All text that the cell shows.
    String text() {
      var text = new StringBuilder();
      for (var output : outputs) {
        if (output.has("text")) {
          text.append(Lesson.text(output.get("text"))).append('\n');
        }
        if (output.has("data") && output.getAsJsonObject("data").has("text/plain")) {
          text.append(Lesson.text(output.getAsJsonObject("data").get("text/plain"))).append('\n');
        }
      }
      return text.toString();
    }

    /// The MIME types of pictures and tables that the cell shows.
    Set<String> pictures() {
      var found = new TreeSet<String>();
      for (var output : outputs) {
        if (output.has("data")) {
          output.getAsJsonObject("data").keySet().stream()
              .filter(mime -> mime.startsWith("image/") || mime.equals("text/html"))
              .forEach(found::add);
        }
      }
      return found;
    }
  }

  static Lesson read(Path file) throws IOException {
    var notebook = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    var cells = new ArrayList<Cell>();
    for (var element : notebook.getAsJsonArray("cells")) {
      var cell = element.getAsJsonObject();
      var number = cell.get("execution_count");
      cells.add(
          new Cell(
              cell.get("cell_type").getAsString(),
              text(cell.get("source")),
              number == null || number.isJsonNull() ? -1 : number.getAsInt(),
              tags(cell.getAsJsonObject("metadata")),
              objects(cell.getAsJsonArray("outputs"))));
    }
    var spec = notebook.getAsJsonObject("metadata").getAsJsonObject("kernelspec");
    return new Lesson(spec.get("name").getAsString(), List.copyOf(cells));
  }

  List<Cell> code() {
    return cells.stream().filter(Cell::isCode).toList();
  }

  /// The texts of its Markdown cells.
  List<String> prose() {
    return cells.stream().filter(c -> c.type().equals("markdown")).map(Cell::source).toList();
  }

  private static String text(JsonElement source) {
    if (!source.isJsonArray()) {
      return source.getAsString();
    }
    var text = new StringBuilder();
    source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  private static Set<String> tags(JsonObject metadata) {
    var tags = new TreeSet<String>();
    if (metadata != null && metadata.has("tags")) {
      metadata.getAsJsonArray("tags").forEach(tag -> tags.add(tag.getAsString()));
    }
    return tags;
  }

  private static List<JsonObject> objects(JsonArray outputs) {
    return outputs == null
        ? List.of()
        : outputs.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }
}

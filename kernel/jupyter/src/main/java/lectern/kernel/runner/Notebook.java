package lectern.kernel.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.Streams;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// An `.ipynb` file, version 4. What it holds beside sources and outputs stays as it is.
///
/// @param json the whole file
public record Notebook(JsonObject json) {

  /// What ends a line in Python, which other tools split these texts with.
  private static final Pattern LINE_END =
      Pattern.compile("\r\n|[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]");

  /// One code cell, a view into the notebook.
  ///
  /// @param json its part of the file
  public record CodeCell(JsonObject json) {

    /// Its code.
    public String source() {
      return joined(json.get("source"));
    }

    /// Whether its metadata has a tag, such as `raises-exception`.
    public boolean hasTag(String tag) {
      return Notebook.hasTag(json, tag);
    }

    /// Forgets what an earlier run left.
    public void clear() {
      json.add("outputs", new JsonArray());
      json.add("execution_count", JsonNull.INSTANCE);
    }
  }

  /// Reads a notebook.
  ///
  /// @throws IOException when the file cannot be read or is no notebook of version 4
  public static Notebook read(Path file) throws IOException {
    try {
      var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      if (json.get("nbformat").getAsInt() == 4 && json.get("cells").isJsonArray()) {
        return new Notebook(json);
      }
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such notebook", e);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IOException(file + " is no notebook: " + e.getMessage(), e);
    }
    throw new IOException(file + " is no notebook of version 4; save it with a newer Jupyter");
  }

  /// The code cells in order.
  public List<CodeCell> codeCells() {
    return cells().stream()
        .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
        .map(CodeCell::new)
        .toList();
  }

  /// All cells in order, Markdown too; live, not copies.
  List<JsonObject> cells() {
    return StreamSupport.stream(json.getAsJsonArray("cells").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /// What Lectern notes in the notebook's metadata; empty when it has noted nothing.
  Optional<String> note(String name) {
    return json.get("metadata") instanceof JsonObject metadata
            && metadata.get("lectern") instanceof JsonObject notes
            && notes.has(name)
        ? Optional.of(notes.get(name).getAsString())
        : Optional.empty();
  }

  /// Notes something in the notebook's metadata, under `lectern`.
  void note(String name, String value) {
    if (!(json.get("metadata") instanceof JsonObject)) {
      json.add("metadata", new JsonObject());
    }
    var metadata = json.getAsJsonObject("metadata");
    if (!(metadata.get("lectern") instanceof JsonObject)) {
      metadata.add("lectern", new JsonObject());
    }
    metadata.getAsJsonObject("lectern").addProperty(name, value);
  }

  /// Writes the notebook as Jupyter does: keys sorted, one space a level, text as lines. Writes
  /// beside first, so that the file is whole or as before.
  ///
  /// @throws IOException when it cannot be written
  public void write(Path file) throws IOException {
    var beside = file.resolveSibling("." + file.getFileName() + ".writing");
    Files.writeString(beside, text());
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The file's text.
  public String text() {
    for (var cell : json.getAsJsonArray("cells")) {
      cell.getAsJsonObject().add("source", lines(joined(cell.getAsJsonObject().get("source"))));
    }
    var text = new StringWriter();
    var writer = new JsonWriter(text);
    writer.setIndent(" ");
    writer.setStrictness(Strictness.LENIENT);
    try {
      Streams.write(sorted(json), writer);
    } catch (IOException e) {
      throw new IllegalStateException(e); // a StringWriter never throws
    }
    return text.append('\n').toString();
  }

  private static JsonElement sorted(JsonElement element) {
    if (element.isJsonObject()) {
      var keys = new TreeMap<String, JsonElement>(element.getAsJsonObject().asMap());
      var object = new JsonObject();
      keys.forEach((key, value) -> object.add(key, sorted(value)));
      return object;
    }
    if (element.isJsonArray()) {
      var array = new JsonArray();
      element.getAsJsonArray().forEach(value -> array.add(sorted(value)));
      return array;
    }
    return element;
  }

  /// Whether a cell's metadata has a tag.
  static boolean hasTag(JsonObject cell, String tag) {
    return cell.get("metadata") instanceof JsonObject metadata
        && metadata.get("tags") instanceof JsonArray tags
        && tags.contains(new JsonPrimitive(tag));
  }

  /// Text that the file holds as a string or as a list of lines.
  static String joined(JsonElement text) {
    if (text == null || !text.isJsonArray()) {
      return text == null ? "" : text.getAsString();
    }
    var all = new StringBuilder();
    text.getAsJsonArray().forEach(line -> all.append(line.getAsString()));
    return all.toString();
  }

  /// Text as a list of lines, each with its end.
  static JsonArray lines(String text) {
    var lines = new JsonArray();
    var ends = LINE_END.matcher(text);
    int start = 0;
    while (ends.find()) {
      lines.add(text.substring(start, ends.end()));
      start = ends.end();
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }
}

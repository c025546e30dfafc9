package lectern.kernel.magic;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lectern.kernel.jshell.CellFailure;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Magics.UsageException;

/// Runs code that stands in files.
final class Loading {

  private Loading() {}

  static List<Magic> magics() {
    return List.of(
        Magic.line(
                "load run",
                "%load file …",
                "Runs a source file (`.java`, `.jsh`) or the code cells of a notebook (`.ipynb`).",
                Loading::load)
            .ofPaths());
  }

  private static Object load(Magic.Call call) throws IOException, CellFailure {
    if (call.words().isEmpty()) {
      throw new UsageException("%load needs a file.");
    }
    var value = Magics.NOTHING;
    for (var word : call.words()) {
      var file = find(Path.of(FilePaths.expand(word)));
      var text = Files.readString(file);
      if (!file.toString().endsWith(".ipynb")) {
        value = call.notebook().load(word, source(text));
        continue;
      }
      var count = 0;
      for (var cell : codeCells(file, text)) {
        value = call.notebook().load(word + ", code cell " + ++count, cell);
      }
    }
    return value;
  }

  /// The file, or the one with an ending that a notebook or a source has.
  private static Path find(Path given) throws NoSuchFileException {
    for (var ending : List.of("", ".ipynb", ".jsh", ".jshell", ".java")) {
      var file = Path.of(given + ending);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new UsageException("There is no file " + given.toAbsolutePath() + ".");
  }

  /// The Java in a file: cells declare no packages and know no commands of the `jshell` tool. What
  /// is left out leaves its line empty, so that lines keep their numbers.
  private static String source(String text) {
    return text.replaceFirst("^#!.*", "")
        .replaceAll("(?m)^[ \\t]*/[a-z!?-].*", "")
        .replaceFirst("(?m)^[ \\t]*package\\s+[\\w.]+\\s*;", "");
  }

  private static List<String> codeCells(Path file, String json) {
    try {
      return JsonParser.parseString(json)
          .getAsJsonObject()
          .getAsJsonArray("cells")
          .asList()
          .stream()
          .map(JsonElement::getAsJsonObject)
          .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
          .map(cell -> text(cell.get("source")))
          .filter(code -> !code.isBlank())
          .toList();
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new UsageException(file + " is not a notebook.", e);
    }
  }

  private static String text(JsonElement source) {
    if (!source.isJsonArray()) {
      return source.getAsString();
    }
    var text = new StringBuilder();
    source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }
}

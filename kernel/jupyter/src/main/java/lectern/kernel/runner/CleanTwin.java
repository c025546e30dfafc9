package lectern.kernel.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A lesson to work through: its prose and exercises, without outputs and without the answers.
///
/// Tags of cells say what is an answer. The code of a cell tagged `answer` is the reader's to
/// write: its leading comments and imports stay, and the names it declares are listed. A cell
/// tagged `solution` is left out. In the text, folded answers
/// (`<details><summary>Answers</summary>`) are left out, and links lead from the twin's folder, one
/// below the lesson's, to where they led before; those to other lessons lead to their twins.
final class CleanTwin {

  /// The folder beside the lessons that holds the twins.
  static final String FOLDER = "clean";

  private static final String YOURS = "// Your code:";
  private static final Pattern DECLARATION =
      Pattern.compile("(?m)^(?!for|while|if|try|switch|else|do)([A-Za-z@][^;={\\n]*)\\{");
  private static final Pattern ANSWERS =
      Pattern.compile(
          "\\n*<details>\\s*<summary>\\s*(?:Answers?|Solutions?)\\b.*?</details>[ \\t]*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern TARGET =
      Pattern.compile("(]\\(\\s*|\\b(?:src|href)=[\"'])([^)\\s\"']+)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|[#/].*");
  private static final Pattern LESSON = Pattern.compile("\\d\\d-[a-z0-9-]+\\.ipynb(#.*)?");

  private CleanTwin() {}

  /// Where the twin of a lesson lies.
  static Path file(Path lesson) {
    return lesson.toAbsolutePath().resolveSibling(FOLDER).resolve(lesson.getFileName());
  }

  /// The twin of a lesson.
  ///
  /// @param name the lesson's file name
  static Notebook of(Notebook lesson, String name) {
    var json = lesson.json().deepCopy();
    var cells = new JsonArray();
    json.add("cells", cells);
    for (var cell : new Notebook(lesson.json().deepCopy()).cells()) {
      boolean isCode = cell.get("cell_type").getAsString().equals("code");
      boolean isAnswer = Notebook.hasTag(cell, "answer");
      if (Notebook.hasTag(cell, "solution") || (isAnswer && !isCode)) {
        continue;
      }
      var source = Notebook.joined(cell.get("source"));
      if (isCode) {
        new Notebook.CodeCell(cell).clear();
        cell.add("source", Notebook.lines(isAnswer ? opening(source) : source));
      } else {
        cell.add("source", Notebook.lines(moved(ANSWERS.matcher(source).replaceAll(""))));
      }
      cells.add(cell);
      if (cells.size() == 1) {
        cells.add(notice(name));
      }
    }
    var twin = new Notebook(json);
    json.getAsJsonObject("metadata").remove("lectern");
    SourceStamp.generated(twin);
    return twin;
  }

  /// Writes the twin. One that was changed since it was generated is not lost: it is laid aside.
  ///
  /// @return where the changed one lies, if there was one
  /// @throws IOException when a file cannot be read or written
  static Optional<Path> write(Notebook twin, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Optional<Path> aside = Optional.empty();
    if (Files.exists(file) && !isUntouched(file)) {
      aside = Optional.of(free(file));
      Files.move(file, aside.get());
    }
    twin.write(file);
    return aside;
  }

  private static boolean isUntouched(Path file) {
    try {
      return SourceStamp.isGenerated(Notebook.read(file));
    } catch (IOException | RuntimeException e) {
      return false; // whatever it is, it was not generated
    }
  }

  /// A name that no file has: `01-qhadam.yours.ipynb`, `01-qhadam.yours2.ipynb`, …
  private static Path free(Path file) {
    var stem = file.getFileName().toString().replaceFirst("\\.ipynb$", "");
    for (int i = 1; ; i++) {
      var free = file.resolveSibling(stem + ".yours" + (i == 1 ? "" : i) + ".ipynb");
      if (!Files.exists(free)) {
        return free;
      }
    }
  }

  /// The comments and imports that a cell begins with, and what it declares: what later cells need.
  private static String opening(String source) {
    var opening = new ArrayList<String>();
    source
        .lines()
        .takeWhile(l -> l.startsWith("//") || l.startsWith("import ") || l.isBlank())
        .forEach(opening::add);
    if (!opening.isEmpty() && !opening.getLast().isBlank()) {
      opening.add("");
    }
    opening.add(YOURS);
    DECLARATION
        .matcher(source)
        .results()
        .forEach(match -> opening.add("//   " + match.group(1).strip()));
    return String.join("\n", opening).strip();
  }

  private static String moved(String markdown) {
    return TARGET
        .matcher(markdown)
        .replaceAll(
            match -> {
              var target = match.group(2);
              boolean stays =
                  ELSEWHERE.matcher(target).matches() || LESSON.matcher(target).matches();
              return Matcher.quoteReplacement(match.group(1) + (stays ? "" : "../") + target);
            });
  }

  private static JsonObject notice(String name) {
    var text =
        """
        *The clean twin of [%s](../%s): no outputs, and where code is yours to write an empty cell. \
        It is made from the lesson; `./lab refresh` makes it anew and lays a changed one aside as \
        `….yours.ipynb`.*\
        """
            .formatted(name.replace(".ipynb", ""), name);
    var cell =
        JsonParser.parseString("{\"cell_type\":\"markdown\",\"id\":\"clean-twin\",\"metadata\":{}}")
            .getAsJsonObject();
    cell.add("source", Notebook.lines(text));
    return cell;
  }
}

package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanTwinTest {

  @TempDir Path folder;

  private final Notebook lesson =
      new Notebook(
          JsonParser.parseString("{'cells':[],'metadata':{},'nbformat':4,'nbformat_minor':5}")
              .getAsJsonObject());

  private JsonObject add(String type, String source, String... tags) {
    var cell =
        JsonParser.parseString("{'metadata':{},'outputs':[{}],'execution_count':7}")
            .getAsJsonObject();
    cell.addProperty("cell_type", type);
    cell.addProperty("source", source);
    var list = new JsonArray();
    List.of(tags).forEach(list::add);
    cell.getAsJsonObject("metadata").add("tags", list);
    if (type.equals("markdown")) {
      cell.remove("outputs");
      cell.remove("execution_count");
    }
    lesson.json().getAsJsonArray("cells").add(cell);
    return cell;
  }

  /// The sources of the twin's cells, without the title and the notice below it.
  private List<String> sources() {
    var cells = CleanTwin.of(lesson, "07-x.ipynb").cells();
    return cells.stream().skip(2).map(cell -> Notebook.joined(cell.get("source"))).toList();
  }

  @Test
  void outputsGoAndCodeStays() {
    add("markdown", "# Title");
    add("code", "1 + 1");
    var cells = CleanTwin.of(lesson, "07-x.ipynb").cells();
    assertEquals("# Title", Notebook.joined(cells.getFirst().get("source")));
    assertTrue(Notebook.joined(cells.get(1).get("source")).contains("[07-x](../07-x.ipynb)"));
    assertEquals("[\"1 + 1\"]", cells.get(2).get("source").toString());
    assertEquals("[]", cells.get(2).get("outputs").toString());
    assertTrue(cells.get(2).get("execution_count").isJsonNull());
    assertEquals(
        "[{}]", lesson.cells().get(1).get("outputs").toString(), "the lesson keeps its own");
  }

  @Test
  void answersAreEmptiedButForTheirOpeningAndSolutionsAreLeftOut() {
    add("markdown", "# Title");
    add("code", "// Momentum.\nimport a.B;\n\nclass M { }\n// end", "answer");
    add(
        "code",
        "record N(int i) implements B { }\nint twice(int a) {\n  return 2 * a;\n}\n"
            + "for (;;) {\n}\nvar x = new int[] {1};",
        "answer");
    add("code", "secret()", "solution");
    add("markdown", "The answer is 42.", "answer");
    assertEquals(
        List.of(
            "// Momentum.\nimport a.B;\n\n// Your code:\n//   class M",
            "// Your code:\n//   record N(int i) implements B\n//   int twice(int a)"),
        sources());
  }

  @Test
  void foldedAnswersAreLeftOutAndOtherFoldsStay() {
    add("markdown", "# Title");
    add(
        "markdown",
        """
        ### Questions
        1. Why?

        <details><summary>Answers</summary>

        1. Because.
        </details>
        after
        <details><summary>A hint</summary>Think.</details>\
        """);
    assertEquals(
        List.of(
            "### Questions\n1. Why?\nafter\n<details><summary>A hint</summary>Think.</details>"),
        sources());
  }

  @Test
  void linksLeadToWhereTheyLedAndLessonsToTheirTwins() {
    add("markdown", "# Title");
    add(
        "markdown",
        "[a](images/b.png) [c](02-dptiny-mlp.ipynb#p1) [d](https://e.org/f) [g](#h)"
            + " [i](../README.md) <img src=\"images/j.png\">");
    assertEquals(
        List.of(
            "[a](../images/b.png) [c](02-dptiny-mlp.ipynb#p1) [d](https://e.org/f) [g](#h)"
                + " [i](../../README.md) <img src=\"../images/j.png\">"),
        sources());
  }

  @Test
  void aTwinIsWrittenOverButOneThatWasChangedIsLaidAside() throws IOException {
    add("markdown", "# Title");
    add("code", "1", "answer");
    var file = folder.resolve("clean/07-x.ipynb");
    var twin = CleanTwin.of(lesson, "07-x.ipynb");
    assertTrue(CleanTwin.write(twin, file).isEmpty());
    assertTrue(CleanTwin.write(twin, file).isEmpty(), "as it was generated");

    var changed = Notebook.read(file);
    changed.cells().get(2).addProperty("source", "my work");
    changed.write(file);
    var aside = CleanTwin.write(twin, file).orElseThrow();
    assertEquals("07-x.yours.ipynb", aside.getFileName().toString());
    assertTrue(Files.readString(aside).contains("my work"));
    assertEquals(twin.text(), Files.readString(file));

    Files.writeString(file, "no notebook at all");
    assertEquals(
        "07-x.yours2.ipynb", CleanTwin.write(twin, file).orElseThrow().getFileName().toString());
  }

  @Test
  void theStampFollowsTheCodeAndNothingElse() {
    var text = add("markdown", "# Title");
    var code = add("code", "1 + 1");
    assertFalse(SourceStamp.isExecuted(lesson));
    SourceStamp.executed(lesson);
    text.addProperty("source", "# Another title");
    code.add("outputs", new JsonArray());
    assertTrue(SourceStamp.isExecuted(lesson));
    code.addProperty("source", "1 + 2");
    assertFalse(SourceStamp.isExecuted(lesson));
  }
}

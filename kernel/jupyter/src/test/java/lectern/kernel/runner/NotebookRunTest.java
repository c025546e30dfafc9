package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lectern.kernel.launch.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Notebooks through a kernel's process with the echo engine.
class NotebookRunTest {

  @TempDir private Path folder;

  private static Notebook notebook(String... cells) {
    var list = new JsonArray();
    for (var code : cells) {
      var cell =
          JsonParser.parseString("{'cell_type':'code','metadata':{},'outputs':[{}]}")
              .getAsJsonObject();
      cell.addProperty("source", code);
      list.add(cell);
    }
    var json = new JsonObject();
    json.add("cells", list);
    return new Notebook(json);
  }

  private Optional<NotebookRun.Failure> run(Notebook notebook, Duration limit, List<String> said)
      throws IOException {
    var progress =
        new NotebookRun.Progress() {
          @Override
          public void begins(int cell, int cells, String source) {
            said.add(cell + "/" + cells);
          }

          @Override
          public void ended(int cell, int cells, Duration time) {}
        };
    var classes = System.getProperty("java.class.path");
    var echo =
        new JavaCommand(
            JavaCommand.ofThisProcess().java(), List.of("-cp", classes, "lectern.kernel.EchoMain"));
    assertTrue(classes.contains(File.pathSeparator), classes);
    try (var kernel = KernelProcess.start(echo, folder, Map.of())) {
      return new NotebookRun(kernel, limit).run(notebook, progress);
    }
  }

  private static String outputs(Notebook notebook, int cell) {
    return notebook.codeCells().get(cell).json().get("outputs").toString();
  }

  @Test
  void cellsRunInOrderAndKeepTheirOutputs() throws IOException {
    var notebook = notebook("print one\ndisplay old", " ", "update new\nvalue");
    var said = new ArrayList<String>();
    var failure = run(notebook, Duration.ofSeconds(60), said);
    assertTrue(failure.isEmpty());
    assertEquals(List.of("1/3", "3/3"), said);
    assertTrue(outputs(notebook, 0).contains("\"text\":[\"one\\n\"]"), outputs(notebook, 0));
    assertTrue(outputs(notebook, 0).contains("[\"new\"]"), outputs(notebook, 0));
    assertEquals("[]", outputs(notebook, 1));
    assertTrue(outputs(notebook, 2).contains("[\"value\"]"), outputs(notebook, 2));
    assertEquals("2", notebook.codeCells().get(2).json().get("execution_count").toString());
  }

  @Test
  void theFirstFailingCellStopsTheRunUnlessItMayFail() throws IOException {
    var notebook = notebook("fail planned", "fail really", "never");
    var tags = JsonParser.parseString("{'tags':['raises-exception']}");
    notebook.codeCells().getFirst().json().add("metadata", tags);
    var failure = run(notebook, Duration.ofSeconds(60), new ArrayList<>()).orElseThrow();
    assertEquals(2, failure.cell());
    assertEquals("really", failure.message());
    assertTrue(outputs(notebook, 0).contains("planned"));
    assertEquals("[]", outputs(notebook, 2));
  }

  @Test
  void aCellThatTakesTooLongIsInterruptedAndFails() throws IOException {
    var notebook = notebook("print begun\nsleep 60000");
    var failure = run(notebook, Duration.ofMillis(700), new ArrayList<>()).orElseThrow();
    assertEquals("Timeout", failure.name());
    assertTrue(failure.message().contains("within 700 ms"), failure.message());
    assertTrue(outputs(notebook, 0).contains("begun"), outputs(notebook, 0));
    assertTrue(outputs(notebook, 0).contains("Interrupted"), outputs(notebook, 0));
  }
}

package lectern.kernel.runner;

import static lectern.kernel.runner.WidgetPage.LIMIT;
import static lectern.kernel.runner.WidgetPage.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long widgets of a real kernel live, and who is told of their states.
class WidgetProcessTest {

  private static WidgetPage page;

  @TempDir private static Path folder;

  @BeforeAll
  static void open() throws IOException {
    page = WidgetPage.open(folder);
  }

  @AfterAll
  static void close() {
    page.close();
  }

  @Test
  void a_cell_that_waits_sees_the_reader_s_hand() throws Exception {
    var id = page.slider("var hand = slider(\"hand\", 0.0, 1, 0.5);\nhand");
    var sent =
        page.client()
            .send(
                Channel.SHELL,
                Request.Execute.cell(
                    "System.out.println(\"waits\");\n"
                        + "while (hand.value() < 0.9) Thread.sleep(10);\nhand.value()"));
    page.client().awaitText("waits", LIMIT);
    page.drag(id, 0.95);
    assertEquals("0.95", page.await(sent).value());
  }

  @Test
  void a_cell_that_is_run_again_closes_what_it_showed_before() throws Exception {
    var client = page.client();
    client.execute("var kept = slider(\"kept\", 0.0, 1, 0.5);", LIMIT);
    var open = List.of(0, 0);
    for (int i = 0; i < 25; i++) {
      var sent =
          client.sendCell(
              "again",
              "interact(kept, slider(\"a\", 0.0, 1, 0.5), (k, a) -> new"
                  + " java.awt.image.BufferedImage(9, 9, 1));");
      assertInstanceOf(Reply.Execute.class, page.await(sent).reply());
      var info =
          (Reply.CommInfo) client.ask(Channel.SHELL, new Request.CommInfo("jupyter.widget"), LIMIT);
      open = List.of(i < 2 ? info.comms().size() : open.getFirst(), info.comms().size());
    }
    assertEquals(open.getFirst(), open.getLast(), "open comms after two runs and after 25");
  }

  @Test
  void a_page_that_is_opened_anew_gets_all_states() throws Exception {
    var id = page.slider("interact(slider(\"a\", 0.0, 1, 0.5), a -> a);");
    page.until(page.drag(id, 0.25));
    var client = page.client();
    client.send(
        Channel.SHELL,
        new CommContent.Open("control-1", "jupyter.widget.control", new JsonObject()));
    var asked =
        client.send(
            Channel.SHELL,
            new CommContent.Msg("control-1", Json.object("method", "request_states")));
    for (var event : page.until(asked)) {
      if (event.content() instanceof CommContent.Msg msg && msg.commId().equals("control-1")) {
        assertEquals("update_states", msg.data().get("method").getAsString());
        var state = msg.data().getAsJsonObject("states").getAsJsonObject(id);
        assertEquals("FloatSliderModel", state.get("model_name").getAsString());
        assertEquals(0.25, state.getAsJsonObject("state").get("value").getAsDouble());
        return;
      }
    }
    throw new AssertionError("no states came");
  }

  @Test
  void a_notebook_run_headless_keeps_the_picture_and_the_states() throws Exception {
    var cell = Json.object("cell_type", "code");
    cell.addProperty(
        "source",
        "interact(slider(\"a\", 0.0, 1, 0.5), a -> new java.awt.image.BufferedImage(9, 9, 1))");
    cell.add("metadata", new JsonObject());
    cell.add("outputs", new com.google.gson.JsonArray());
    var cells = new com.google.gson.JsonArray();
    cells.add(cell);
    var json = new JsonObject();
    json.addProperty("nbformat", 4);
    json.addProperty("nbformat_minor", 5);
    json.add("metadata", new JsonObject());
    json.add("cells", cells);
    var file = Files.writeString(folder.resolve("widget.ipynb"), json.toString());
    var notebook = Notebook.read(file);
    var quiet =
        new NotebookRun.Progress() {
          @Override
          public void begins(int n, int of, String source) {}

          @Override
          public void ended(int n, int of, Duration time) {}
        };
    assertTrue(new NotebookRun(page.kernel, LIMIT).run(notebook, quiet).isEmpty());
    var data =
        notebook
            .codeCells()
            .getFirst()
            .json()
            .getAsJsonArray("outputs")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("data");
    assertTrue(data.has("image/png") && data.has("text/plain"), data.keySet().toString());
    var id =
        data.getAsJsonObject("application/vnd.jupyter.widget-view+json")
            .get("model_id")
            .getAsString();
    var states =
        notebook
            .json()
            .getAsJsonObject("metadata")
            .getAsJsonObject("widgets")
            .getAsJsonObject("application/vnd.jupyter.widget-state+json")
            .getAsJsonObject("state");
    assertEquals("VBoxModel", states.getAsJsonObject(id).get("model_name").getAsString());
    assertTrue(states.toString().contains("\"encoding\":\"base64\""), "the picture's bytes");
  }
}

package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Widgets of a real kernel, moved as a page moves them.
class WidgetProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static KernelProcess kernel;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of());
  }

  @AfterAll
  static void stop() {
    kernel.close();
  }

  /// Runs a cell and returns the id of its slider.
  private static String slider(String code) throws Exception {
    var run = kernel.client().execute(code, LIMIT);
    assertInstanceOf(Reply.Execute.class, run.reply(), run.text("stderr"));
    return idOf("FloatSliderModel", run.events());
  }

  private static String idOf(String model, List<Message> events) {
    for (var event : events) {
      if (event.content() instanceof CommContent.Open open
          && open.data().getAsJsonObject("state").get("_model_name").getAsString().equals(model)) {
        return open.commId();
      }
    }
    throw new AssertionError("no " + model + " was opened");
  }

  private static Message drag(String id, double value) {
    var data =
        JsonParser.parseString(
                "{\"method\":\"update\",\"state\":{\"value\":" + value + "},\"buffer_paths\":[]}")
            .getAsJsonObject();
    return kernel.client().send(Channel.SHELL, new CommContent.Msg(id, data));
  }

  /// All events up to the *idle* of a message.
  private static List<Message> until(Message sent) {
    var events = new ArrayList<Message>();
    while (true) {
      var event = kernel.client().event(LIMIT).orElseThrow();
      events.add(event);
      if (KernelClient.answers(event, sent.header().msgId())
          && event.content().equals(Event.Status.IDLE)) {
        return events;
      }
    }
  }

  /// The states that the page was told, of new widgets and of known ones.
  private static List<JsonObject> states(List<Message> events) {
    var states = new ArrayList<JsonObject>();
    for (var event : events) {
      if (event.content() instanceof CommContent.Open open) {
        states.add(open.data().getAsJsonObject("state"));
      } else if (event.content() instanceof CommContent.Msg msg
          && msg.data().get("method").getAsString().equals("update")) {
        states.add(msg.data().getAsJsonObject("state"));
      }
    }
    return states;
  }

  @Test
  void a_drag_is_echoed_drawn_and_ended_with_idle() throws Exception {
    var id = slider("interact(slider(\"a\", 0.0, 1, 0.5), a -> \"half: \" + a / 2);");
    var sent = drag(id, 0.8);
    var events = until(sent);
    var own = events.stream().filter(e -> KernelClient.answers(e, sent.header().msgId())).toList();
    assertEquals(Event.Status.BUSY, own.getFirst().content());
    var echo = (CommContent.Msg) own.get(1).content();
    assertEquals("echo_update", echo.data().get("method").getAsString());
    var drawn = states(events).toString();
    assertTrue(drawn.contains("half: 0.4"), drawn);
  }

  @Test
  void the_full_picture_that_follows_a_drag_is_told_for_the_drag() throws Exception {
    var id =
        slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              var picture = new java.awt.image.BufferedImage(200, 200, 1);
              var noise = new Random(1);
              for (int i = 0; i < 40_000; i++) picture.setRGB(i / 200, i % 200, noise.nextInt());
              return picture; // more than a sketch may have
            });\
            """);
    var sent = drag(id, 0.8);
    until(sent);
    var events = new ArrayList<Message>();
    var cell = kernel.client().send(Channel.SHELL, Request.Execute.cell("1 + 1"));
    kernel.client().await(cell, LIMIT, events::add, q -> "");
    for (var e = kernel.client().event(QUIET); e.isPresent(); e = kernel.client().event(QUIET)) {
      events.add(e.get());
    }
    var late = events.stream().filter(e -> e.content() instanceof CommContent.Msg).toList();
    var told = late.stream().map(e -> e.parent().msgId()).toList();
    assertTrue(told.contains(sent.header().msgId()), "a full picture follows, for the drag");
    assertFalse(told.contains(cell.header().msgId()), "and none for the cell that ran last");
  }

  @Test
  void a_hundred_drags_at_once_end_on_the_last_with_few_drawings() throws Exception {
    var id =
        slider(
            """
            var drawings = new java.util.concurrent.atomic.AtomicInteger();
            var all = new java.util.concurrent.CountDownLatch(1);
            interact(slider("a", 0.0, 1, 0.5), a -> {
              if (a != 0.5) all.await();
              return drawings.incrementAndGet() + " drawings, at " + a;
            });\
            """);
    Message last = null;
    for (int i = 1; i <= 100; i++) {
      last = drag(id, i == 50 ? 0.501 : i / 100.0);
    }
    kernel.client().ask(Channel.SHELL, Request.Execute.cell("all.countDown();"), LIMIT);
    var drawn = states(until(last)).stream().map(Object::toString).toList();
    drawn = drawn.stream().filter(state -> state.contains("drawings, at")).toList();
    assertTrue(drawn.getLast().contains("at 1.0"), drawn.getLast());
    var count = Integer.parseInt(kernel.client().execute("drawings.get()", LIMIT).value());
    assertTrue(count < 30, count + " drawings"); // about one in 200 ms while values wait
  }

  @Test
  void what_the_function_prints_and_throws_stands_in_its_place() throws Exception {
    var id =
        slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("asked for " + a);
              if (a > 0.9) throw new java.io.IOException("too large");
              return a;
            });\
            """);
    var fine = until(drag(id, 0.6));
    assertTrue(states(fine).toString().contains("asked for 0.6"), states(fine).toString());
    var failed = until(drag(id, 0.95));
    assertTrue(states(failed).toString().contains("too large"), states(failed).toString());
    assertTrue(
        failed.stream().noneMatch(e -> e.content() instanceof Event.Stream), "nothing elsewhere");
    assertTrue(states(until(drag(id, 0.7))).toString().contains("<pre>0.7"));
  }

  @Test
  void what_the_first_call_prints_is_seen_while_it_runs() throws Exception {
    var hand = slider("var brake = slider(\"brake\", 0.0, 1, 0.5);\nbrake");
    var sent =
        kernel
            .client()
            .sendCell(
                "slow",
                """
                interact(slider("a", 0.0, 1, 0.5), a -> {
                  System.out.println("at work");
                  while (brake.value() < 0.9) Thread.sleep(10);
                  return "done";
                });\
                """);
    var early = untilSaid("DisplayData", sent);
    if (!states(early).toString().contains("at work")) {
      untilSaid("at work", sent); // it is shown after a while, whatever was printed by then
    }
    drag(hand, 0.95);
    var run = kernel.client().await(sent, LIMIT, e -> {}, q -> "");
    var updates =
        run.events().stream()
            .map(Message::content)
            .filter(Event.UpdateDisplayData.class::isInstance)
            .map(Event.UpdateDisplayData.class::cast)
            .toList();
    assertEquals("at work\ndone", updates.getFirst().data().get("text/plain").getAsString());
    assertTrue(updates.getFirst().data().has("application/vnd.jupyter.widget-view+json"));
  }

  @Test
  void a_control_moved_during_the_first_call_is_drawn_after_it() throws Exception {
    var hand = slider("var pause = slider(\"pause\", 0.0, 1, 0.5);\npause");
    var sent =
        kernel
            .client()
            .sendCell(
                "moved",
                """
                interact(slider("a", 0.0, 1, 0.5), a -> {
                  while (pause.value() < 0.9) Thread.sleep(10);
                  return "drawn for " + a;
                });\
                """);
    var id = idOf("FloatSliderModel", untilSaid("DisplayData", sent));
    drag(id, 0.25);
    drag(hand, 0.95);
    var run = kernel.client().await(sent, LIMIT, e -> {}, q -> "");
    assertTrue(
        run.events().stream()
            .map(Message::content)
            .anyMatch(
                e ->
                    e instanceof Event.UpdateDisplayData u
                        && u.data().get("text/plain").getAsString().equals("drawn for 0.5")),
        "the saved text is that of the first values");
    assertTrue(states(run.events()).toString().contains("drawn for 0.25"), run.events().toString());
  }

  @Test
  void an_exception_in_place_names_the_cell_and_the_line() throws Exception {
    var id =
        slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              if (a > 0.9)
                throw new IllegalStateException("too large", new java.io.IOException("root"));
              return a;
            });\
            """);
    var failed = states(until(drag(id, 0.95))).toString().replaceAll("\\\\u001b\\[[0-9;]*m", "");
    assertTrue(failed.contains("IllegalStateException: too large"), failed);
    assertTrue(failed.matches(".*Cell \\[\\d+], line 3.*"), failed);
    assertTrue(failed.contains("Caused by: java.io.IOException: root"), failed);
    assertFalse(failed.contains("lectern.widget"), failed);
  }

  @Test
  void an_exception_of_a_callback_names_the_cell_and_the_line() throws Exception {
    var id =
        slider(
            """
            var thrower = slider("thrower", 0.0, 1, 0.5);
            thrower.onChange(v -> {
              throw new IllegalStateException("as tests do");
            });
            thrower\
            """);
    var printed = untilSaid("as tests do", drag(id, 0.95)).getLast().content().toString();
    assertTrue(printed.replaceAll("\u001b\\[[0-9;]*m", "").contains("], line 3"), printed);
    assertFalse(printed.contains("lectern."), printed);
  }

  @Test
  void a_call_that_nothing_stops_is_named_in_its_place() throws Exception {
    var id =
        slider(
            """
            import java.lang.foreign.*;
            var nap = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().find("sleep").get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("called with " + a);
              try {
                return a > 0.9 ? (int) nap.invokeExact(10) : 0;
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
            });\
            """);
    var sent = drag(id, 0.95);
    untilSaid("called with 0.95", sent);
    kernel.interrupt();
    var said = untilSaid("still running inside", sent).getLast().content();
    assertInstanceOf(CommContent.Msg.class, said, "in the output below the controls");
    until(sent);
  }

  @Test
  void a_cell_that_is_run_again_closes_what_it_showed_before() throws Exception {
    var client = kernel.client();
    client.execute("var kept = slider(\"kept\", 0.0, 1, 0.5);", LIMIT);
    var open = List.of(0, 0);
    for (int i = 0; i < 25; i++) {
      var sent =
          client.sendCell(
              "again",
              "interact(kept, slider(\"a\", 0.0, 1, 0.5), (k, a) -> new"
                  + " java.awt.image.BufferedImage(9, 9, 1));");
      assertInstanceOf(Reply.Execute.class, client.await(sent, LIMIT, e -> {}, q -> "").reply());
      var info =
          (Reply.CommInfo) client.ask(Channel.SHELL, new Request.CommInfo("jupyter.widget"), LIMIT);
      open = List.of(i < 2 ? info.comms().size() : open.getFirst(), info.comms().size());
    }
    assertEquals(open.getFirst(), open.getLast(), "open comms after two runs and after 25");
  }

  @Test
  void a_callback_prints_below_the_cell_that_registered_it() throws Exception {
    var code =
        """
        var bare = slider("bare", 0.0, 1, 0.5);
        bare.onChange(v -> System.out.println("now " + v));
        bare\
        """;
    var sent = kernel.client().send(Channel.SHELL, Request.Execute.cell(code));
    var run = kernel.client().await(sent, LIMIT, e -> {}, q -> "");
    var id = idOf("FloatSliderModel", run.events());
    var events = new ArrayList<>(until(drag(id, 0.1)));
    for (var e = kernel.client().event(QUIET); e.isPresent(); e = kernel.client().event(QUIET)) {
      events.add(e.get());
    }
    var printed =
        events.stream().filter(e -> e.content() instanceof Event.Stream).findFirst().orElseThrow();
    assertEquals("now 0.1\n", ((Event.Stream) printed.content()).text());
    assertEquals(sent.header().msgId(), printed.parent().msgId());
  }

  @Test
  void a_slow_function_is_interrupted_and_the_next_value_is_drawn() throws Exception {
    var id =
        slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("called with " + a);
              if (a > 0.9) Thread.sleep(600_000);
              return a;
            });\
            """);
    var stopped = interruptAt("called with 0.95", drag(id, 0.95));
    assertTrue(states(stopped).toString().contains("Interrupted"), states(stopped).toString());
    assertTrue(states(until(drag(id, 0.2))).toString().contains("<pre>0.2"));
  }

  @Test
  void a_function_that_loops_for_ever_is_interrupted_and_the_next_value_is_drawn()
      throws Exception {
    var id =
        slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("called with " + a);
              while (a > 0.9) {}
              return a;
            });\
            """);
    var stopped = interruptAt("called with 0.95", drag(id, 0.95));
    assertTrue(states(stopped).toString().contains("Interrupted"), states(stopped).toString());
    assertTrue(states(until(drag(id, 0.2))).toString().contains("<pre>0.2"));
  }

  @Test
  void a_callback_that_loops_for_ever_is_interrupted_and_the_next_is_called() throws Exception {
    var id =
        slider(
            """
            var endless = slider("endless", 0.0, 1, 0.5);
            endless.onChange(v -> {
              System.out.println("called with " + v);
              while (v > 0.9) {}
            });
            endless\
            """);
    var stopped = new ArrayList<>(interruptAt("called with 0.95", drag(id, 0.95)));
    stopped.addAll(untilSaid("called with 0.2", drag(id, 0.2)));
    var printed = stopped.stream().map(e -> e.content().toString()).toList().toString();
    assertTrue(printed.contains("Interrupted: the callback was stopped"), printed);
    assertFalse(printed.contains("Watch"), printed);
  }

  /// Interrupts when a callback has said these words; all events up to its end.
  private static List<Message> interruptAt(String words, Message sent) {
    untilSaid(words, sent);
    kernel.interrupt();
    return until(sent);
  }

  /// All events up to one that has these words.
  private static List<Message> untilSaid(String words, Message sent) {
    var events = new ArrayList<Message>();
    while (events.isEmpty() || !events.getLast().content().toString().contains(words)) {
      events.add(
          kernel
              .client()
              .event(LIMIT)
              .orElseThrow(
                  () -> new AssertionError(words + " not said after " + sent + ": " + events)));
    }
    return events;
  }

  @Test
  void a_cell_that_waits_sees_the_reader_s_hand() throws Exception {
    var id = slider("var hand = slider(\"hand\", 0.0, 1, 0.5);\nhand");
    var sent =
        kernel
            .client()
            .send(
                Channel.SHELL,
                Request.Execute.cell(
                    "System.out.println(\"waits\");\n"
                        + "while (hand.value() < 0.9) Thread.sleep(10);\nhand.value()"));
    kernel.client().awaitText("waits", LIMIT);
    drag(id, 0.95);
    assertEquals("0.95", kernel.client().await(sent, LIMIT, e -> {}, q -> "").value());
  }

  @Test
  void a_page_that_is_opened_anew_gets_all_states() throws Exception {
    var id = slider("interact(slider(\"a\", 0.0, 1, 0.5), a -> a);");
    until(drag(id, 0.25));
    var client = kernel.client();
    client.send(
        Channel.SHELL,
        new CommContent.Open("control-1", "jupyter.widget.control", new JsonObject()));
    var asked =
        client.send(
            Channel.SHELL,
            new CommContent.Msg("control-1", Json.object("method", "request_states")));
    for (var event : until(asked)) {
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
    assertTrue(new NotebookRun(kernel, LIMIT).run(notebook, quiet).isEmpty());
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

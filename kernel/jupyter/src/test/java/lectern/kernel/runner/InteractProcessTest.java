package lectern.kernel.runner;

import static lectern.kernel.runner.WidgetPage.LIMIT;
import static lectern.kernel.runner.WidgetPage.idOf;
import static lectern.kernel.runner.WidgetPage.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `interact` shows in a real kernel, and when.
class InteractProcessTest {

  private static WidgetPage page;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    page = WidgetPage.open(folder);
  }

  @AfterAll
  static void close() {
    page.close();
  }

  @Test
  void a_drag_is_echoed_drawn_and_ended_with_idle() throws Exception {
    var id = page.slider("interact(slider(\"a\", 0.0, 1, 0.5), a -> \"half: \" + a / 2);");
    var sent = page.drag(id, 0.8);
    var events = page.until(sent);
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
        page.slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              var picture = new java.awt.image.BufferedImage(200, 200, 1);
              var noise = new Random(1);
              for (int i = 0; i < 40_000; i++) picture.setRGB(i / 200, i % 200, noise.nextInt());
              return picture; // more than a sketch may have
            });\
            """);
    var sent = page.drag(id, 0.8);
    page.until(sent);
    var events = new ArrayList<Message>();
    var cell = page.client().send(Channel.SHELL, Request.Execute.cell("1 + 1"));
    page.client().await(cell, LIMIT, events::add, q -> "");
    events.addAll(page.untilQuiet());
    var late = events.stream().filter(e -> e.content() instanceof CommContent.Msg).toList();
    var told = late.stream().map(e -> e.parent().msgId()).toList();
    assertTrue(told.contains(sent.header().msgId()), "a full picture follows, for the drag");
    assertFalse(told.contains(cell.header().msgId()), "and none for the cell that ran last");
  }

  @Test
  void a_hundred_drags_at_once_end_on_the_last_with_few_drawings() throws Exception {
    var id =
        page.slider(
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
      last = page.drag(id, i == 50 ? 0.501 : i / 100.0);
    }
    page.client().ask(Channel.SHELL, Request.Execute.cell("all.countDown();"), LIMIT);
    var drawn = states(page.until(last)).stream().map(Object::toString).toList();
    drawn = drawn.stream().filter(state -> state.contains("drawings, at")).toList();
    assertTrue(drawn.getLast().contains("at 1.0"), drawn.getLast());
    var count = Integer.parseInt(page.client().execute("drawings.get()", LIMIT).value());
    assertTrue(count < 30, count + " drawings"); // about one in 200 ms while values wait
  }

  @Test
  void what_the_function_prints_and_throws_stands_in_its_place() throws Exception {
    var id =
        page.slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("asked for " + a);
              if (a > 0.9) throw new java.io.IOException("too large");
              return a;
            });\
            """);
    var fine = page.until(page.drag(id, 0.6));
    assertTrue(states(fine).toString().contains("asked for 0.6"), states(fine).toString());
    var failed = page.until(page.drag(id, 0.95));
    assertTrue(states(failed).toString().contains("too large"), states(failed).toString());
    assertTrue(
        failed.stream().noneMatch(e -> e.content() instanceof Event.Stream), "nothing elsewhere");
    assertTrue(states(page.until(page.drag(id, 0.7))).toString().contains("<pre>0.7"));
  }

  @Test
  void an_exception_in_place_names_the_cell_and_the_line() throws Exception {
    var id =
        page.slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              if (a > 0.9)
                throw new IllegalStateException("too large", new java.io.IOException("root"));
              return a;
            });\
            """);
    var failed =
        states(page.until(page.drag(id, 0.95))).toString().replaceAll("\\\\u001b\\[[0-9;]*m", "");
    assertTrue(failed.contains("IllegalStateException: too large"), failed);
    assertTrue(failed.matches(".*Cell \\[\\d+], line 3.*"), failed);
    assertTrue(failed.contains("Caused by: java.io.IOException: root"), failed);
    assertFalse(failed.contains("lectern.widget"), failed);
  }

  @Test
  void what_the_first_call_prints_is_seen_while_it_runs() throws Exception {
    var hand = page.slider("var brake = slider(\"brake\", 0.0, 1, 0.5);\nbrake");
    var sent =
        page.client()
            .sendCell(
                "slow",
                """
                interact(slider("a", 0.0, 1, 0.5), a -> {
                  System.out.println("at work");
                  while (brake.value() < 0.9) Thread.sleep(10);
                  return "done";
                });\
                """);
    var early = page.untilSaid("DisplayData", sent);
    if (!states(early).toString().contains("at work")) {
      page.untilSaid("at work", sent); // it is shown after a while, whatever was printed by then
    }
    page.drag(hand, 0.95);
    var run = page.await(sent);
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
    var hand = page.slider("var pause = slider(\"pause\", 0.0, 1, 0.5);\npause");
    var sent =
        page.client()
            .sendCell(
                "moved",
                """
                interact(slider("a", 0.0, 1, 0.5), a -> {
                  while (pause.value() < 0.9) Thread.sleep(10);
                  return "drawn for " + a;
                });\
                """);
    var id = idOf("FloatSliderModel", page.untilSaid("DisplayData", sent));
    page.drag(id, 0.25);
    page.drag(hand, 0.95);
    var run = page.await(sent);
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
}

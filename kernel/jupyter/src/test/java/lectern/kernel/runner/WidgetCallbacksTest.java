package lectern.kernel.runner;

import static lectern.kernel.runner.WidgetPage.idOf;
import static lectern.kernel.runner.WidgetPage.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where callbacks say what they have to say, and how they are interrupted.
class WidgetCallbacksTest {

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
  void a_callback_prints_below_the_cell_that_registered_it() throws Exception {
    var code =
        """
        var bare = slider("bare", 0.0, 1, 0.5);
        bare.onChange(v -> System.out.println("now " + v));
        bare\
        """;
    var sent = page.client().send(Channel.SHELL, Request.Execute.cell(code));
    var run = page.await(sent);
    var id = idOf("FloatSliderModel", run.events());
    var events = new ArrayList<>(page.until(page.drag(id, 0.1)));
    events.addAll(page.untilQuiet());
    var printed =
        events.stream().filter(e -> e.content() instanceof Event.Stream).findFirst().orElseThrow();
    assertEquals("now 0.1\n", ((Event.Stream) printed.content()).text());
    assertEquals(sent.header().msgId(), printed.parent().msgId());
  }

  @Test
  void an_exception_of_a_callback_names_the_cell_and_the_line() throws Exception {
    var id =
        page.slider(
            """
            var thrower = slider("thrower", 0.0, 1, 0.5);
            thrower.onChange(v -> {
              throw new IllegalStateException("as tests do");
            });
            thrower\
            """);
    var printed = page.untilSaid("as tests do", page.drag(id, 0.95)).getLast().content().toString();
    assertTrue(printed.replaceAll("\u001b\\[[0-9;]*m", "").contains("], line 3"), printed);
    assertFalse(printed.contains("lectern."), printed);
  }

  @Test
  void a_slow_function_is_interrupted_and_the_next_value_is_drawn() throws Exception {
    var id =
        page.slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("called with " + a);
              if (a > 0.9) Thread.sleep(600_000);
              return a;
            });\
            """);
    var stopped = page.interruptAt("called with 0.95", page.drag(id, 0.95));
    assertTrue(states(stopped).toString().contains("Interrupted"), states(stopped).toString());
    assertTrue(states(page.until(page.drag(id, 0.2))).toString().contains("<pre>0.2"));
  }

  @Test
  void a_function_that_loops_for_ever_is_interrupted_and_the_next_value_is_drawn()
      throws Exception {
    var id =
        page.slider(
            """
            interact(slider("a", 0.0, 1, 0.5), a -> {
              System.out.println("called with " + a);
              while (a > 0.9) {}
              return a;
            });\
            """);
    var stopped = page.interruptAt("called with 0.95", page.drag(id, 0.95));
    assertTrue(states(stopped).toString().contains("Interrupted"), states(stopped).toString());
    assertTrue(states(page.until(page.drag(id, 0.2))).toString().contains("<pre>0.2"));
  }

  @Test
  void a_callback_that_loops_for_ever_is_interrupted_and_the_next_is_called() throws Exception {
    var id =
        page.slider(
            """
            var endless = slider("endless", 0.0, 1, 0.5);
            endless.onChange(v -> {
              System.out.println("called with " + v);
              while (v > 0.9) {}
            });
            endless\
            """);
    var stopped = new ArrayList<>(page.interruptAt("called with 0.95", page.drag(id, 0.95)));
    stopped.addAll(page.untilSaid("called with 0.2", page.drag(id, 0.2)));
    var printed = stopped.stream().map(e -> e.content().toString()).toList().toString();
    assertTrue(printed.contains("Interrupted: the callback was stopped"), printed);
    assertFalse(printed.contains("Watch"), printed);
  }

  @Test
  void a_call_that_nothing_stops_is_named_in_its_place() throws Exception {
    var id =
        page.slider(
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
    var sent = page.drag(id, 0.95);
    page.untilSaid("called with 0.95", sent);
    page.kernel.interrupt();
    var said = page.untilSaid("still running inside", sent).getLast().content();
    assertInstanceOf(CommContent.Msg.class, said, "in the output below the controls");
    page.until(sent);
  }
}

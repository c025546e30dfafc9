package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.wire.Channel;

/// A kernel as a process, with the widgets of its cells moved as a page moves them.
final class WidgetPage implements AutoCloseable {

  /// Against hanging.
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration QUIET = Duration.ofSeconds(3);

  final KernelProcess kernel;

  private WidgetPage(KernelProcess kernel) {
    this.kernel = kernel;
  }

  static WidgetPage open(Path folder) throws IOException {
    return new WidgetPage(KernelProcess.start(JavaCommand.ofThisProcess(), folder, Map.of()));
  }

  KernelClient client() {
    return kernel.client();
  }

  /// Runs a cell and returns the id of its slider.
  String slider(String code) throws Exception {
    var run = client().execute(code, LIMIT);
    assertInstanceOf(Reply.Execute.class, run.reply(), run.text("stderr"));
    return idOf("FloatSliderModel", run.events());
  }

  static String idOf(String model, List<Message> events) {
    for (var event : events) {
      if (event.content() instanceof CommContent.Open open
          && open.data().getAsJsonObject("state").get("_model_name").getAsString().equals(model)) {
        return open.commId();
      }
    }
    throw new AssertionError("no " + model + " was opened");
  }

  Message drag(String id, double value) {
    var data =
        JsonParser.parseString(
                "{\"method\":\"update\",\"state\":{\"value\":" + value + "},\"buffer_paths\":[]}")
            .getAsJsonObject();
    return client().send(Channel.SHELL, new CommContent.Msg(id, data));
  }

  /// What a cell that was sent comes to.
  KernelClient.Run await(Message sent) throws TimeoutException {
    return client().await(sent, LIMIT, e -> {}, q -> "");
  }

  /// All events up to the *idle* of a message.
  List<Message> until(Message sent) {
    var events = new ArrayList<Message>();
    while (true) {
      var event = client().event(LIMIT).orElseThrow();
      events.add(event);
      if (KernelClient.answers(event, sent.header().msgId())
          && event.content().equals(Event.Status.IDLE)) {
        return events;
      }
    }
  }

  /// All events up to one that has these words.
  List<Message> untilSaid(String words, Message sent) {
    var events = new ArrayList<Message>();
    while (events.isEmpty() || !events.getLast().content().toString().contains(words)) {
      events.add(
          client()
              .event(LIMIT)
              .orElseThrow(
                  () -> new AssertionError(words + " not said after " + sent + ": " + events)));
    }
    return events;
  }

  /// All events until none has come for a while.
  List<Message> untilQuiet() {
    var events = new ArrayList<Message>();
    for (var e = client().event(QUIET); e.isPresent(); e = client().event(QUIET)) {
      events.add(e.get());
    }
    return events;
  }

  /// Interrupts when a callback has said these words; all events up to its end.
  List<Message> interruptAt(String words, Message sent) {
    untilSaid(words, sent);
    kernel.interrupt();
    return until(sent);
  }

  /// The states that the page was told, of new widgets and of known ones.
  static List<JsonObject> states(List<Message> events) {
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

  @Override
  public void close() {
    kernel.close();
  }
}

package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.Test;

/// What a kernel answers beside running cells.
class KernelAnswersTest extends EchoKernel {

  @Test
  void itSaysWhatItIs() throws Exception {
    var info = client.awaitReady(LIMIT);
    assertEquals("ok", info.status());
    assertEquals("5.5", info.protocolVersion());
    assertEquals("echo", info.languageInfo().get("name").getAsString());
    assertFalse(info.debugger());
  }

  @Test
  void completionAndInspectionAnswerWhileACellRuns() throws Exception {
    var cell = client.send(Channel.SHELL, Request.Execute.cell("print begun\nsleep 600000"));
    client.awaitText("begun", LIMIT);
    var complete =
        (Reply.Complete) client.ask(Channel.SHELL, new Request.Complete("🎈 dis", 5), LIMIT);
    assertEquals(List.of("display"), complete.matches());
    assertEquals(2, complete.cursorStart());
    assertEquals(5, complete.cursorEnd());
    var types = complete.metadata().getAsJsonArray("_jupyter_types_experimental");
    assertEquals("(text)", types.get(0).getAsJsonObject().get("signature").getAsString());
    var inspect =
        (Reply.Inspect) client.ask(Channel.SHELL, new Request.Inspect("🎈x", 1, 0), LIMIT);
    assertEquals("at 2", inspect.data().get("text/plain").getAsString());
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
    client.await(cell, LIMIT, e -> {}, q -> "");
  }

  @Test
  void completenessSaysHowToGoOn() throws Exception {
    assertEquals(
        new Reply.IsComplete("incomplete", "  "),
        client.ask(Channel.SHELL, new Request.IsComplete("x\\"), LIMIT));
    assertEquals(
        new Reply.IsComplete("complete", ""),
        client.ask(Channel.SHELL, new Request.IsComplete("x"), LIMIT));
  }

  @Test
  void historyGivesRangesTailsAndSearches() throws Exception {
    for (var code : List.of("one", "two", "one", "three")) {
      client.execute(code, LIMIT);
    }
    assertEquals("[[1,2,\"two\"],[1,3,\"one\"]]", history("range", 2, 4, null, "", false));
    assertEquals("[[1,4,\"three\"]]", history("tail", 0, null, 1, "", false));
    assertEquals("[[1,3,\"one\"],[1,4,\"three\"]]", history("search", 0, null, 9, "*e", true));
  }

  private String history(
      String type, int start, Integer stop, Integer n, String pattern, boolean unique)
      throws Exception {
    var request = new Request.History(false, true, type, 0, start, stop, n, pattern, unique);
    var reply = (Reply.History) client.ask(Channel.SHELL, request, LIMIT);
    return reply.history().toString();
  }

  @Test
  void commsSpeakWithTheMessageTheyAnswerAsParent() throws Exception {
    var run = client.execute("comm my.target", LIMIT);
    var open =
        run.events().stream()
            .map(Message::content)
            .filter(CommContent.Open.class::isInstance)
            .map(CommContent.Open.class::cast)
            .findFirst()
            .orElseThrow();
    var info = (Reply.CommInfo) client.ask(Channel.SHELL, new Request.CommInfo(null), LIMIT);
    assertEquals("ok", info.status());
    assertTrue(info.comms().has(open.commId()));
    var said =
        client.send(Channel.SHELL, new CommContent.Msg(open.commId(), Json.object("value", "3")));
    var events = eventsUntilIdle(said);
    assertEquals(List.of("status", "stream", "status"), events);
  }

  @Test
  void aCommForAnUnknownTargetIsClosedAtOnce() throws Exception {
    var open =
        client.send(Channel.SHELL, new CommContent.Open("c-1", "jupyter.widget.control", null));
    assertEquals(List.of("status", "comm_close", "status"), eventsUntilIdle(open));
  }

  private List<String> eventsUntilIdle(Message sent) {
    var types = new ArrayList<String>();
    while (types.stream().filter("status"::equals).count() < 2) {
      var event = client.event(LIMIT).orElseThrow();
      if (event.parent() != null && event.parent().msgId().equals(sent.header().msgId())) {
        types.add(event.header().msgType());
      }
    }
    return types;
  }
}

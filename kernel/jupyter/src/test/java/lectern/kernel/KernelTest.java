package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.Test;

/// Cells over real sockets, with an echo instead of Java.
class KernelTest extends EchoKernel {

  @Test
  void aCellIsBusyThenAnswersThenIdle() throws Exception {
    var run = client.execute("hello", LIMIT);
    assertEquals(List.of("status", "execute_input", "execute_result", "status"), types(run));
    assertEquals("hello", run.value());
    assertEquals(1, assertInstanceOf(Reply.Execute.class, run.reply()).executionCount());
    var next = client.execute("again", LIMIT);
    assertEquals(2, assertInstanceOf(Reply.Execute.class, next.reply()).executionCount());
  }

  /// Else the idle of that answer may come while the first cell runs, and say *busy* once more.
  @Test
  void aClientThatIsReadyHasHeardAllOfTheAnswer() {
    assertEquals(List.of(), client.event(Duration.ofMillis(300)).stream().toList());
  }

  @Test
  void outputKeepsItsOrderAcrossStreamsAndDisplays() throws Exception {
    var run = client.execute("print a\nprint b\nerr c\nprint d\ndisplay e\nupdate f\nclear", LIMIT);
    var said =
        run.events().stream()
            .map(Message::content)
            .filter(c -> c instanceof Event.Stream || c instanceof Event.DisplayData)
            .map(c -> c instanceof Event.Stream s ? s.name() + " " + s.text() : "display")
            .toList();
    assertEquals(List.of("stdout a\nb\n", "stderr c\n", "stdout d\n", "display"), said);
    assertTrue(types(run).containsAll(List.of("update_display_data", "clear_output")));
  }

  @Test
  void anErrorAbortsTheCellsBehindIt() throws Exception {
    var sent = sendTogether(asking("wait\nfail broken"), null, "x");
    var run = client.await(sent.getFirst(), LIMIT, e -> {}, q -> "");
    var failed = assertInstanceOf(Reply.Failed.class, run.reply());
    assertEquals("broken", failed.evalue());
    assertTrue(types(run).contains("error"));
    var aborted = client.await(sent.getLast(), LIMIT, e -> {}, q -> "");
    assertInstanceOf(Reply.Aborted.class, aborted.reply());
    assertEquals("y", client.execute("y", LIMIT).value());
  }

  @Test
  void aCellThatAsksNotToStopTheQueueDoesNot() throws Exception {
    var go = new Request.Execute("wait\nfail x", false, true, null, true, false);
    var sent = sendTogether(go, null, "next");
    var run = client.await(sent.getFirst(), LIMIT, e -> {}, q -> "");
    assertInstanceOf(Reply.Failed.class, run.reply());
    assertEquals("next", client.await(sent.getLast(), LIMIT, e -> {}, q -> "").value());
  }

  @Test
  void silentCellsPublishNothingAndCountNothing() throws Exception {
    var silent = new Request.Execute("secret", true, true, null, false, true);
    var run = client.execute(silent, LIMIT, e -> {}, q -> "");
    assertEquals(List.of("status", "status"), types(run));
    var next = client.execute("open", LIMIT);
    assertEquals(1, assertInstanceOf(Reply.Execute.class, next.reply()).executionCount());
  }

  @Test
  void aSilentErrorAbortsNothingAndIsNotShown() throws Exception {
    var silent = new Request.Execute("wait\nfail x", true, true, null, true, true);
    var sent = sendTogether(silent, null, "next");
    var run = client.await(sent.getFirst(), LIMIT, e -> {}, q -> "");
    assertEquals(0, assertInstanceOf(Reply.Failed.class, run.reply()).executionCount());
    assertEquals(List.of("status", "status"), types(run));
    assertEquals("next", client.await(sent.getLast(), LIMIT, e -> {}, q -> "").value());
  }

  @Test
  void anEmptyCellIsNotCounted() throws Exception {
    var empty = client.execute(" \n", LIMIT);
    assertEquals(0, assertInstanceOf(Reply.Execute.class, empty.reply()).executionCount());
    var next = client.execute("x", LIMIT);
    assertEquals(1, assertInstanceOf(Reply.Execute.class, next.reply()).executionCount());
  }

  @Test
  void userExpressionsAreEvaluatedEachForItself() throws Exception {
    var expressions = new JsonObject();
    expressions.addProperty("good", "1");
    expressions.addProperty("bad", "fail");
    var request = new Request.Execute("x", false, true, expressions, false, true);
    var reply = (Reply.Execute) client.execute(request, LIMIT, e -> {}, q -> "").reply();
    var good = reply.userExpressions().getAsJsonObject("good");
    assertEquals("ok", good.get("status").getAsString());
    assertEquals("1", good.getAsJsonObject("data").get("text/plain").getAsString());
    var bad = reply.userExpressions().getAsJsonObject("bad");
    assertEquals("error", bad.get("status").getAsString());
  }

  @Test
  void lateOutputOfAThreadGoesToTheCellThatStartedIt() throws Exception {
    var started = client.execute("later tick", LIMIT);
    var cell = started.events().getFirst().parent().msgId();
    var heard = new ArrayList<Message>();
    client.execute(Request.Execute.cell("go\nprint other"), LIMIT, heard::add, q -> "");
    while (heard.stream().noneMatch(m -> says("tick", m))) {
      heard.add(client.event(LIMIT).orElseThrow());
    }
    var tick = heard.stream().filter(m -> says("tick", m)).findFirst().orElseThrow();
    assertEquals(cell, tick.parent().msgId());
  }

  private static boolean says(String text, Message message) {
    return message.content() instanceof Event.Stream stream && stream.text().contains(text);
  }

  @Test
  void questionsReachThePersonAndAnswersTheCell() throws Exception {
    var asked = new ArrayList<Request.Input>();
    var run =
        client.execute(
            asking("read\npassword key?"),
            LIMIT,
            e -> {},
            q -> {
              asked.add(q);
              return "né🎈" + asked.size();
            });
    assertEquals("read né🎈1\ngot né🎈2\n", run.text("stdout"));
    assertEquals(List.of(new Request.Input("", false), new Request.Input("key?", true)), asked);
  }

  @Test
  void readingWithoutAPersonIsAClearError() throws Exception {
    var failed = (Reply.Failed) client.execute("read", LIMIT).reply();
    assertEquals("NoInputException", failed.ename());
    assertTrue(failed.evalue().contains("allow_stdin=false"), failed.evalue());
  }

  @Test
  void anInterruptEndsTheCellAndTheNextOneRuns() throws Exception {
    for (var code : List.of("sleep 60000", "read")) {
      var sent = client.send(Channel.SHELL, asking("print begun\n" + code));
      client.awaitText("begun", LIMIT);
      var reply = client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
      assertInstanceOf(Reply.Interrupt.class, reply);
      var run = client.await(sent, LIMIT, e -> {}, q -> null);
      assertEquals("Interrupted", assertInstanceOf(Reply.Failed.class, run.reply()).ename());
      client.receive(Channel.STDIN, Duration.ofMillis(50));
      assertEquals("still here", client.execute("still here", LIMIT).value());
    }
  }

  @Test
  void aValueThatJsonCannotHoldFailsItsCellAndNoOther() throws Exception {
    var run = client.execute("nan", LIMIT);
    assertInstanceOf(Reply.Failed.class, run.reply());
    assertTrue(types(run).contains("error"));
    assertEquals("next", client.execute("next", LIMIT).value());
  }
}

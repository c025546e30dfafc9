package lectern.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/// The protocol over real sockets, with an echo instead of Java.
class KernelTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Connection connection;
  private Kernel kernel;
  private KernelClient client;

  @BeforeEach
  void start() throws Exception {
    connection = localConnection();
    kernel = new Kernel(connection, new EchoEngine());
    kernel.start();
    client = new KernelClient(connection);
    client.awaitReady(LIMIT);
  }

  @AfterEach
  void stop() {
    client.close();
    kernel.close();
  }

  static Connection localConnection() throws IOException {
    var free = new ArrayList<ServerSocket>();
    var ports = new int[5];
    for (int i = 0; i < 5; i++) {
      free.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      ports[i] = free.get(i).getLocalPort();
    }
    for (var socket : free) {
      socket.close();
    }
    return new Connection(
        "tcp",
        "127.0.0.1",
        ports[0],
        ports[1],
        ports[2],
        ports[3],
        ports[4],
        "key",
        "hmac-sha256",
        "echo");
  }

  private static List<String> types(KernelClient.Run run) {
    return run.events().stream().map(e -> e.header().msgType()).toList();
  }

  @Test
  void itSaysWhatItIs() throws Exception {
    var info = client.awaitReady(LIMIT);
    assertEquals("ok", info.status());
    assertEquals("5.5", info.protocolVersion());
    assertEquals("echo", info.languageInfo().get("name").getAsString());
    assertFalse(info.debugger());
  }

  @Test
  void aCellIsBusyThenAnswersThenIdle() throws Exception {
    var run = client.execute("hello", LIMIT);
    assertEquals(List.of("status", "execute_input", "execute_result", "status"), types(run));
    assertEquals("hello", run.value());
    assertEquals(1, assertInstanceOf(Reply.Execute.class, run.reply()).executionCount());
    var next = client.execute("again", LIMIT);
    assertEquals(2, assertInstanceOf(Reply.Execute.class, next.reply()).executionCount());
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
  void aMillionLinesArriveCompleteAndInOrder() throws Exception {
    var run = client.execute("count 1000000", LIMIT);
    var expected =
        IntStream.range(0, 1_000_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertTrue(expected.equals(run.text("stdout")), "lines are missing or out of order");
    assertTrue(run.events().size() < 500, run.events().size() + " messages");
  }

  @Test
  void aSlowReaderLosesNothingAndThePrintingThreadWaitsForIt() throws Exception {
    client.close();
    client = new KernelClient(connection, 4);
    client.awaitReady(LIMIT);
    var sent = client.send(Channel.SHELL, Request.Execute.cell("count 8000000\nprint done"));
    int seen = -1;
    while (seen != EchoEngine.counted || seen == 0) {
      seen = EchoEngine.counted;
      Thread.sleep(300);
    }
    assertTrue(seen < 8_000_000, "nothing held the printing thread back");
    var run = client.await(sent, Duration.ofSeconds(60), e -> {}, q -> "");
    var text = run.text("stdout");
    assertTrue(text.endsWith("7999999\ndone\n"), text.substring(text.length() - 20));
    assertEquals(8_000_001, text.lines().count());
  }

  @Test
  void printingGoesOnWhenNobodyListens() throws Exception {
    client.close();
    client = new KernelClient(connection);
    var run = client.execute("count 100000\nend", LIMIT);
    assertInstanceOf(Reply.Execute.class, run.reply());
  }

  @Test
  void anErrorAbortsTheCellsBehindIt() throws Exception {
    var bad = client.send(Channel.SHELL, Request.Execute.cell("sleep 200\nfail broken"));
    var queued = client.send(Channel.SHELL, Request.Execute.cell("x"));
    var run = client.await(bad, LIMIT, e -> {}, q -> "");
    var failed = assertInstanceOf(Reply.Failed.class, run.reply());
    assertEquals("broken", failed.evalue());
    assertTrue(types(run).contains("error"));
    var aborted = client.await(queued, LIMIT, e -> {}, q -> "");
    assertInstanceOf(Reply.Aborted.class, aborted.reply());
    assertEquals("y", client.execute("y", LIMIT).value());
  }

  @Test
  void aCellThatAsksNotToStopTheQueueDoesNot() throws Exception {
    var go = new Request.Execute("fail x", false, true, null, false, false);
    var bad = client.send(Channel.SHELL, go);
    var queued = client.send(Channel.SHELL, Request.Execute.cell("next"));
    client.await(bad, LIMIT, e -> {}, q -> "");
    assertEquals("next", client.await(queued, LIMIT, e -> {}, q -> "").value());
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
    client.execute("print other", LIMIT);
    for (var event = client.event(LIMIT); ; event = client.event(LIMIT)) {
      var message = event.orElseThrow();
      if (message.content() instanceof Event.Stream stream && stream.text().contains("tick")) {
        assertEquals(cell, message.parent().msgId());
        return;
      }
    }
  }

  @Test
  void questionsReachThePersonAndAnswersTheCell() throws Exception {
    var asking = new Request.Execute("read\npassword key?", false, true, null, true, true);
    var asked = new ArrayList<Request.Input>();
    var run =
        client.execute(
            asking,
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
      var request = new Request.Execute(code, false, true, null, true, true);
      var sent = client.send(Channel.SHELL, request);
      Thread.sleep(200);
      var reply = client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
      assertInstanceOf(Reply.Interrupt.class, reply);
      var run = client.await(sent, LIMIT, e -> {}, q -> null);
      assertEquals("Interrupted", assertInstanceOf(Reply.Failed.class, run.reply()).ename());
      client.receive(Channel.STDIN, Duration.ofMillis(50));
      assertEquals("still here", client.execute("still here", LIMIT).value());
    }
  }

  @Test
  void completionAndInspectionAnswerWhileACellRuns() throws Exception {
    var cell = client.send(Channel.SHELL, Request.Execute.cell("sleep 1500"));
    Thread.sleep(100);
    var complete =
        (Reply.Complete)
            client.ask(Channel.SHELL, new Request.Complete("🎈 dis", 5), Duration.ofSeconds(1));
    assertEquals(List.of("display"), complete.matches());
    assertEquals(2, complete.cursorStart());
    assertEquals(5, complete.cursorEnd());
    var types = complete.metadata().getAsJsonArray("_jupyter_types_experimental");
    assertEquals("(text)", types.get(0).getAsJsonObject().get("signature").getAsString());
    var inspect =
        (Reply.Inspect)
            client.ask(Channel.SHELL, new Request.Inspect("🎈x", 1, 0), Duration.ofSeconds(1));
    assertEquals("at 2", inspect.data().get("text/plain").getAsString());
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

  @Test
  void framesThatAreNoMessageAreDroppedAndTheKernelLives() throws Exception {
    client.send(Channel.SHELL, List.of("rubbish".getBytes(UTF_8)));
    client.send(
        Channel.SHELL,
        List.of(
            "<IDS|MSG>".getBytes(UTF_8),
            "00".getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            "{}".getBytes(UTF_8),
            "{}".getBytes(UTF_8)));
    var wrongKey =
        new Connection(
            "tcp",
            "127.0.0.1",
            connection.shellPort(),
            connection.controlPort(),
            connection.stdinPort(),
            connection.iopubPort(),
            connection.hbPort(),
            "other",
            "hmac-sha256",
            "");
    try (var stranger = new KernelClient(wrongKey)) {
      stranger.send(Channel.CONTROL, new Request.Shutdown(false));
      assertTrue(stranger.receive(Channel.CONTROL, Duration.ofMillis(200)).isEmpty());
    }
    assertEquals("alive", client.execute("alive", LIMIT).value());
  }

  @Test
  void theHeartbeatEchoesAndANewSubscriberIsWelcomed() {
    try (var context = new ZContext()) {
      var heart = context.createSocket(SocketType.REQ);
      heart.setReceiveTimeOut(5000);
      heart.connect(connection.address(connection.hbPort()));
      heart.send("ping");
      assertEquals("ping", heart.recvStr());
    }
    try (var guest = new KernelClient(connection)) {
      var first = guest.event(LIMIT).orElseThrow();
      assertInstanceOf(Event.IopubWelcome.class, first.content());
    }
  }

  @Test
  void aValueThatJsonCannotHoldFailsItsCellAndNoOther() throws Exception {
    var run = client.execute("nan", LIMIT);
    assertInstanceOf(Reply.Failed.class, run.reply());
    assertTrue(types(run).contains("error"));
    assertEquals("next", client.execute("next", LIMIT).value());
  }

  @Test
  void shutdownIsAnsweredAndEndsTheKernel() throws Exception {
    var reply = client.ask(Channel.CONTROL, new Request.Shutdown(true), LIMIT);
    assertEquals(new Reply.Shutdown("ok", true), reply);
    assertTrue(kernel.ended().get());
  }

  @Test
  void fiftyClientsMayComeAndGo() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (var guest = new KernelClient(connection)) {
        guest.send(Channel.SHELL, new Request.KernelInfo());
      }
    }
    assertEquals("alive", client.execute("alive", LIMIT).value());
  }
}

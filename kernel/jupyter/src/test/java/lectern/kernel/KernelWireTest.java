package lectern.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.Test;

/// Much output, slow and bad clients, beginnings and ends.
class KernelWireTest extends EchoKernel {

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
    EchoEngine.counted = 0;
    var sent = client.send(Channel.SHELL, Request.Execute.cell("count 8000000\nprint done"));
    int seen = -1;
    while (seen != EchoEngine.counted || seen == 0) {
      seen = EchoEngine.counted;
      Thread.sleep(300);
    }
    assertTrue(seen < 8_000_000, "nothing held the printing thread back");
    var run = client.await(sent, Duration.ofMinutes(2), e -> {}, q -> "");
    var text = run.text("stdout");
    assertTrue(text.endsWith("7999999\ndone\n"), text.substring(text.length() - 20));
    assertEquals(8_000_001, text.lines().count());
  }

  @Test
  void printingGoesOnWhenNobodyListens() throws Exception {
    client.close();
    client = new KernelClient(connection); // perhaps it listens too late for the cell's idle
    var reply = client.ask(Channel.SHELL, Request.Execute.cell("count 100000\nend"), LIMIT);
    assertInstanceOf(Reply.Execute.class, reply);
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
        Connection.local(
            List.of(
                connection.shellPort(),
                connection.controlPort(),
                connection.stdinPort(),
                connection.iopubPort(),
                connection.hbPort()),
            "other",
            "");
    try (var stranger = new KernelClient(wrongKey)) {
      stranger.send(Channel.CONTROL, new Request.Shutdown(false));
      assertTrue(stranger.receive(Channel.CONTROL, Duration.ofMillis(200)).isEmpty());
    }
    assertEquals("alive", client.execute("alive", LIMIT).value());
  }

  @Test
  void theHeartbeatEchoesAndANewSubscriberIsWelcomed() {
    assertTrue(client.hearsHeart(LIMIT), "no heartbeat");
    try (var guest = new KernelClient(connection)) {
      var first = guest.event(LIMIT).orElseThrow();
      assertInstanceOf(Event.IopubWelcome.class, first.content());
    }
  }

  /// About one fresh connection in a hundred began no handshake and heard nothing for half a
  /// minute.
  @Test
  void everyFreshConnectionIsServed() {
    for (int i = 0; i < 300; i++) {
      assertTrue(client.hearsHeart(LIMIT), "connection " + i + " heard nothing");
    }
  }

  @Test
  void shutdownIsAnsweredAndEndsTheKernel() throws Exception {
    var reply = client.ask(Channel.CONTROL, new Request.Shutdown(true), LIMIT);
    assertEquals(new Reply.Shutdown("ok", true), reply);
    assertTrue(kernel.ended().get());
  }

  @Test
  void manyKernelsStartAnswerAndEndInARow() throws Exception {
    for (int i = 0; i < 40; i++) {
      stop();
      start();
      assertEquals("" + i, client.execute("" + i, LIMIT).value());
    }
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

package lectern.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import lectern.kernel.protocol.Codec;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.protocol.Signer;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.Test;

/// Clients that send rubbish, send twice, stop reading or vanish. After each the kernel works.
class BadClientsTest extends EchoKernel {

  private static final String HEADER =
      "{\"msg_id\":\"m\",\"msg_type\":\"execute_request\",\"session\":\"s\"}";

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// A message with a right signature over whatever parts.
  private static List<byte[]> signed(String... parts) {
    var signer = new Signer("hmac-sha256", "key");
    var texts = List.of(parts).stream().map(BadClientsTest::bytes).toList();
    var frames = new ArrayList<byte[]>();
    frames.add(bytes("<IDS|MSG>"));
    frames.add(bytes(signer.sign(texts)));
    frames.addAll(texts);
    return frames;
  }

  private void alive() throws Exception {
    assertEquals("alive", client.execute("alive", LIMIT).value());
  }

  @Test
  void framesThatAreNoMessageAreDropped() throws Exception {
    var huge = new byte[8 << 20];
    new Random(1).nextBytes(huge);
    var bad =
        List.of(
            List.of(bytes("rubbish")),
            List.of(new byte[0]),
            List.of(new byte[0], new byte[0], bytes("<IDS|MSG>")),
            List.of(bytes("<IDS|MSG>")),
            List.of(bytes("<IDS|MSG>"), bytes("00"), bytes("{}"), bytes("{}"), bytes("{}")),
            List.of(bytes("a"), bytes("b"), bytes("c"), bytes("d"), bytes("e"), bytes("f")),
            List.of(huge),
            List.of(bytes("<IDS|MSG>"), huge, huge, huge, huge, huge),
            List.of(
                bytes("<IDS|MSG>"),
                bytes(""),
                bytes(HEADER),
                bytes("{}"),
                bytes("{}"),
                bytes("{}")),
            List.of(
                bytes("<IDS|MSG>"),
                bytes("ff"),
                bytes(HEADER),
                bytes("{}"),
                bytes("{}"),
                bytes("{}")));
    for (var channel : Channel.values()) {
      for (var frames : bad) {
        client.send(channel, frames);
      }
    }
    alive();
  }

  @Test
  void signedMessagesWithBrokenJsonAreDropped() throws Exception {
    var deep = "[".repeat(100_000);
    var bad =
        List.of(
            signed("", "", "", ""),
            signed("{", "{}", "{}", "{}"),
            signed("[]", "{}", "{}", "{}"),
            signed("null", "null", "null", "null"),
            signed("3", "{}", "{}", "{}"),
            signed("{}", "{}", "{}", "{}"),
            signed("{\"msg_id\":{},\"msg_type\":[]}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"m\",\"msg_type\":\"no_such_request\"}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"m\",\"msg_type\":\"status\"}", "{}", "{}", "{}"),
            signed(HEADER, "{}", "{}", "[]"),
            signed(HEADER, "{}", "{}", "\"code\""),
            signed(HEADER, "{}", "{}", "{\"code\":[1,2]}"),
            signed(HEADER, "{}", "{}", "{\"code\":{\"a\":1}}"),
            signed(HEADER, "{}", "{}", "{\"code\":\"x\",\"user_expressions\":3}"),
            signed(HEADER, "[1]", "{}", "{\"code\":\"x\"}"),
            signed(HEADER, "{}", "{}", deep),
            signed(HEADER, "{}", "{}", "{\"code\":" + deep),
            signed("{\"msg_id\":\"m\",\"msg_type\":\"comm_msg\"}", "{}", "{}", "{\"data\":4}"),
            signed(
                "{\"msg_id\":\"m\",\"msg_type\":\"execute_reply\"}", "{}", "{}", "{\"status\":{}}"),
            signed(
                "{\"msg_id\":\"m\",\"msg_type\":\"input_reply\"}", "{}", "{}", "{\"value\":[]}"));
    for (var frames : bad) {
      client.send(Channel.SHELL, frames);
    }
    alive();
  }

  @Test
  void oddButSignedRequestsAreAnsweredOrDroppedAndTheNextOnesWork() throws Exception {
    var odd =
        List.of(
            signed("{\"msg_id\":\"a\",\"msg_type\":\"comm_msg\"}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"b\",\"msg_type\":\"comm_open\"}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"c\",\"msg_type\":\"comm_close\"}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"d\",\"msg_type\":\"complete_request\"}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"e\",\"msg_type\":\"history_request\"}", "{}", "{}", "{}"),
            signed("{\"msg_id\":\"f\",\"msg_type\":\"delete_subshell_request\"}", "{}", "{}", "{}"),
            signed(
                "{\"msg_id\":\"g\",\"msg_type\":\"inspect_request\"}",
                "{}",
                "{}",
                "{\"code\":\"x\",\"cursor_pos\":-7}"),
            signed(HEADER, "{}", "{}", "{\"code\":\"x\",\"user_expressions\":{\"a\":{\"b\":1}}}"));
    for (var frames : odd) {
      client.send(Channel.SHELL, frames);
      alive();
    }
  }

  @Test
  void aMessageThatComesTwiceIsRunOnce() throws Exception {
    var codec = new Codec(connection.signer());
    var message = Message.of(Request.Execute.cell("print once"), "s", null);
    var frames = codec.encode(message);
    for (int i = 0; i < 3; i++) {
      client.send(Channel.SHELL, frames);
    }
    client.awaitText("once", LIMIT);
    var run = client.execute("2", LIMIT);
    assertEquals(2, assertInstanceOf(Reply.Execute.class, run.reply()).executionCount());
  }

  @Test
  void rubbishBelowTheMessagesDoesNoHarm() throws Exception {
    var noise = new byte[4096];
    new Random(7).nextBytes(noise);
    // a ZMTP 3 greeting and READY, then a frame that claims 2^62 bytes, and one of 2^31 - 1
    var greeting = new byte[64];
    greeting[0] = (byte) 0xff;
    greeting[9] = 0x7f;
    greeting[10] = 3;
    System.arraycopy(bytes("NULL"), 0, greeting, 12, 4);
    var ready =
        HexFormat.of()
            .parseHex("041a055245414459" + "0b536f636b65742d54797065" + "000000064445414c4552");
    var endless = HexFormat.of().parseHex("024000000000000000");
    var large = HexFormat.of().parseHex("02000000007fffffff");
    var negative = HexFormat.of().parseHex("02ffffffffffffffff");
    var texts =
        List.of(
            noise,
            bytes("GET / HTTP/1.1\r\n\r\n"),
            new byte[0],
            new byte[] {(byte) 0xff},
            greeting,
            join(greeting, ready, endless),
            join(greeting, ready, large),
            join(greeting, ready, negative),
            join(greeting, noise));
    for (int port : List.of(connection.shellPort(), connection.iopubPort(), connection.hbPort())) {
      for (var text : texts) {
        for (int i = 0; i < 3; i++) {
          try (var raw = new Socket(InetAddress.getLoopbackAddress(), port)) {
            raw.getOutputStream().write(text);
            raw.getOutputStream().flush();
          }
        }
      }
      alive();
    }
  }

  private static byte[] join(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void aReaderThatStopsReadingDoesNotHoldUpInterruptHeartbeatAndCompletion() throws Exception {
    try (var stuck = new KernelClient(connection, 1)) {
      stuck.awaitReady(LIMIT); // and from now on it reads no events
      EchoEngine.counted = 0;
      var cell = client.send(Channel.SHELL, Request.Execute.cell("count 100000000"));
      int seen = -1;
      while (seen != EchoEngine.counted || seen == 0) {
        seen = EchoEngine.counted;
        client.event(Duration.ofMillis(1));
        Thread.sleep(500);
        while (client.event(Duration.ofMillis(100)).isPresent()) {}
      }
      assertTrue(client.hearsHeart(LIMIT), "no heartbeat");
      var complete = client.ask(Channel.SHELL, new Request.Complete("dis", 3), LIMIT);
      assertInstanceOf(Reply.Complete.class, complete);
      client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
      var reply = client.receive(Channel.SHELL, LIMIT).orElseThrow();
      assertEquals(cell.header().msgId(), reply.parent().msgId());
      assertTrue(EchoEngine.counted < 100_000_000, "it counted to its end");
    }
    alive(); // the reader is gone
  }

  @Test
  void commMessagesWaitForASlowReaderToo() throws Exception {
    try (var stuck = new KernelClient(connection, 1)) {
      stuck.awaitReady(LIMIT);
      EchoEngine.counted = 0;
      client.send(Channel.SHELL, Request.Execute.cell("chat 10000000"));
      int seen = -1;
      while (seen != EchoEngine.counted || seen == 0) {
        seen = EchoEngine.counted;
        Thread.sleep(500);
      }
      assertTrue(seen < 10_000_000, "nothing held the thread back");
      client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
      assertTrue(client.receive(Channel.SHELL, LIMIT).isPresent(), "no reply");
    }
  }

  @Test
  void aReaderThatStopsReadingDoesNotHoldUpTheEnd() throws Exception {
    try (var stuck = new KernelClient(connection, 1)) {
      stuck.awaitReady(LIMIT);
      EchoEngine.counted = 0;
      client.send(Channel.SHELL, Request.Execute.cell("count 100000000"));
      int seen = -1;
      while (seen != EchoEngine.counted || seen == 0) {
        seen = EchoEngine.counted;
        Thread.sleep(500);
      }
      client.ask(Channel.CONTROL, new Request.Shutdown(false), LIMIT);
      kernel.ended().get();
      long start = System.nanoTime();
      kernel.close();
      var seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      assertTrue(seconds < 10, "closing took " + seconds + " s");
    }
  }

  @Test
  void clientsThatVanishInTheMiddleOfACellDoNoHarm() throws Exception {
    for (int i = 0; i < 10; i++) {
      try (var guest = new KernelClient(connection)) {
        guest.awaitReady(LIMIT);
        guest.send(Channel.SHELL, Request.Execute.cell("count 20000\nsleep 20"));
      }
    }
    alive();
  }

  @Test
  void aQuestionToAClientThatVanishedCanBeInterrupted() throws Exception {
    Message cell;
    try (var guest = new KernelClient(connection)) {
      guest.awaitReady(LIMIT);
      cell =
          guest.send(
              Channel.SHELL,
              new Request.Execute("print asks\nread", false, true, null, true, true));
      guest.awaitText("asks", LIMIT);
    }
    Thread.sleep(200);
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
    Message event;
    do { // a cell sent earlier would fall with this one
      event = client.event(LIMIT).orElseThrow();
    } while (!event.content().equals(Event.Status.IDLE)
        || !event.parent().msgId().equals(cell.header().msgId()));
    alive();
  }
}

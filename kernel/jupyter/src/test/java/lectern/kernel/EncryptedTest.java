package lectern.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Encryption;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/// A kernel whose connection file has CurveZMQ keys.
class EncryptedTest extends EchoKernel {

  private static final Duration MOMENT = Duration.ofMillis(300);

  @Override
  Connection connection() throws IOException {
    return Encryption.of(super.connection());
  }

  @Test
  void aClientWithTheKeyRunsCellsAnswersQuestionsAndInterrupts() throws Exception {
    assertEquals("hello", client.execute("hello", LIMIT).value());
    assertEquals(100_000, client.execute("count 100000", LIMIT).text("stdout").lines().count());
    var sent = client.send(Channel.SHELL, Request.Execute.cell("print begun\nsleep 600000"));
    client.awaitText("begun", LIMIT);
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
    assertInstanceOf(Reply.Failed.class, client.await(sent, LIMIT, e -> {}, q -> "").reply());
    var asked = client.execute(asking("read"), LIMIT, e -> {}, q -> "typed");
    assertEquals("read typed\n", asked.text("stdout"));
  }

  @Test
  void clientsWithoutTheKeyOrWithAnotherGetNothingOnAnyChannel() throws Exception {
    for (var stranger : List.of(connection.with(null, null), Encryption.of(connection))) {
      try (var other = new KernelClient(stranger)) {
        for (var channel : Channel.values()) {
          other.send(channel, new Request.KernelInfo());
        }
        assertEquals("hello", client.execute("hello", LIMIT).value());
        for (var channel : Channel.values()) {
          assertTrue(other.receive(channel, MOMENT).isEmpty(), "heard on " + channel);
        }
        assertTrue(other.event(MOMENT).isEmpty(), "heard an event");
      }
    }
  }

  /// A refused socket has no way to the kernel any more; what is sent on it must not wait for one.
  @Test
  void aRefusedClientIsToldByTheAnswerThatDoesNotComeAndIsNotHeld() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          try (var other = new KernelClient(Encryption.of(connection))) {
            for (int i = 0; i < 20; i++) {
              other.send(Channel.SHELL, new Request.KernelInfo());
              assertTrue(other.receive(Channel.SHELL, Duration.ofMillis(50)).isEmpty());
            }
            assertThrows(
                TimeoutException.class,
                () -> other.ask(Channel.CONTROL, new Request.KernelInfo(), MOMENT));
          }
        });
  }

  @Test
  void theHeartbeatNeedsTheKeyToo() {
    try (var context = new ZContext()) {
      var stranger = context.createSocket(SocketType.DEALER);
      stranger.setReceiveTimeOut((int) MOMENT.toMillis());
      stranger.connect(connection.address(connection.hbPort()));
      stranger.send("ping");
      assertNull(stranger.recvStr());
    }
    assertTrue(client.hearsHeart(LIMIT), "no heartbeat");
  }

  @Test
  void oldAndBrokenHandshakesGetNothingAndDoNoHarm() throws Exception {
    byte[] oldest = {1, 0, 2, 0, 1}; // ZMTP 1.0: no name; a subscription to everything
    byte[] older = {(byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 2, 0, 0, 0, 1, 1};
    var curve = new byte[64 + 300];
    System.arraycopy(older, 0, curve, 0, 10);
    curve[10] = 3;
    System.arraycopy("CURVE".getBytes(US_ASCII), 0, curve, 12, 5);
    curve[64] = 4; // a command
    curve[65] = (byte) 200;
    System.arraycopy("\5HELLO\1\0".getBytes(US_ASCII), 0, curve, 66, 8);
    for (var greeting :
        List.of(oldest, older, curve, "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII))) {
      for (int port : List.of(connection.iopubPort(), connection.shellPort())) {
        try (var raw = new Socket(InetAddress.getLoopbackAddress(), port)) {
          raw.setSoTimeout((int) MOMENT.toMillis());
          raw.getOutputStream().write(greeting);
          assertEquals("hello", client.execute("hello", LIMIT).value());
          var heard = new String(readAll(raw), US_ASCII);
          assertTrue(!heard.contains("status") && !heard.contains("msg_id"), heard);
        }
      }
    }
    assertEquals("still here", client.execute("still here", LIMIT).value());
  }

  private static byte[] readAll(Socket raw) throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    try {
      for (int b = raw.getInputStream().read(); b >= 0; b = raw.getInputStream().read()) {
        all.write(b);
      }
    } catch (SocketTimeoutException e) {
      return all.toByteArray();
    } catch (IOException e) { // cut off
      return all.toByteArray();
    }
    return all.toByteArray();
  }
}

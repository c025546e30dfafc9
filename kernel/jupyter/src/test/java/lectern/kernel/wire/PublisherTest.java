package lectern.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<Message> sent = new CopyOnWriteArrayList<>();
  private final Semaphore reader = new Semaphore(0);
  private final Header cell = Header.of("execute_request", "s");
  private final Publisher publisher =
      new Publisher(
          "s",
          message -> {
            reader.acquireUninterruptibly();
            sent.add(message);
          });

  @AfterEach
  void close() {
    reader.release(1_000_000);
    publisher.close();
  }

  private void print(Header parent, String stream, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    publisher.print(parent, stream, bytes, 0, bytes.length);
  }

  private List<String> said() {
    reader.release(1_000_000);
    publisher.flush(SOON);
    return sent.stream()
        .map(Message::content)
        .map(c -> c instanceof Event.Stream s ? s.name() + ":" + s.text() : c.toString())
        .toList();
  }

  @Test
  void textIsJoinedAndOrderIsKept() throws IOException {
    print(cell, "stdout", "a");
    print(cell, "stdout", "b");
    print(cell, "stderr", "c");
    publisher.publish(Message.of(Event.Status.IDLE, "s", cell));
    print(cell, "stdout", "d");
    publisher.start();
    assertEquals(
        List.of("stdout:ab", "stderr:c", Event.Status.IDLE.toString(), "stdout:d"), said());
  }

  @Test
  void cellsThatPrintAtOnceAreEachJoined() throws IOException {
    var other = Header.of("execute_request", "s");
    for (int i = 0; i < 100; i++) {
      print(cell, "stdout", "x");
      print(other, "stdout", "y");
    }
    publisher.start();
    assertEquals(List.of("stdout:" + "x".repeat(100), "stdout:" + "y".repeat(100)), said());
  }

  @Test
  void aCharacterIsNeverCutInTwo() throws IOException {
    var bytes = "a🎈".repeat(40_000).getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      publisher.print(cell, "stdout", bytes, i, 1);
    }
    publisher.start();
    var text = new StringBuilder();
    said().forEach(part -> text.append(part.substring("stdout:".length())));
    assertTrue(sent.size() > 2, sent.size() + " messages");
    assertEquals("a🎈".repeat(40_000), text.toString());
  }

  @Test
  void bytesThatAreNoTextDoNotStopThePublisher() throws IOException {
    publisher.print(cell, "stdout", new byte[] {(byte) 0xf0, (byte) 0x9f}, 0, 2);
    publisher.start();
    assertEquals(List.of("stdout:\ufffd"), said());
  }

  @Test
  void whoPrintsWaitsWhileTheReaderIsSlow() throws Exception {
    publisher.start();
    var line = "x".repeat(1023) + "\n";
    var printing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 10_000; i++) {
                      print(cell, "stdout", line);
                    }
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    printing.join(Duration.ofMillis(500));
    assertTrue(printing.isAlive(), "10 MB went into a queue of 2 MB");
    reader.release(1_000_000);
    assertTrue(printing.join(SOON));
    publisher.flush(SOON);
    int length = sent.stream().mapToInt(m -> ((Event.Stream) m.content()).text().length()).sum();
    assertEquals(10_000 * 1024, length);
  }

  @Test
  void anInterruptFreesAThreadThatWaits() throws Exception {
    var bytes = new byte[Publisher.LIMIT + 1];
    publisher.print(cell, "stdout", bytes, 0, bytes.length);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, () -> print(cell, "stdout", "x"));
    assertTrue(Thread.interrupted(), "the interrupt is kept for the cell");
  }

  @Test
  void statusNeverWaits() throws IOException {
    var bytes = new byte[Publisher.LIMIT + 1];
    publisher.print(cell, "stdout", bytes, 0, bytes.length);
    publisher.publish(Message.of(Event.Status.IDLE, "s", cell));
    publisher.start();
    assertFalse(said().isEmpty());
    assertEquals(Event.Status.IDLE, sent.getLast().content());
  }
}

package lectern.kernel;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import lectern.display.NoInputException;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Wire;

/// `System.in`: each line is a question to the person whose cell reads.
final class Questions extends InputStream {

  private static final Duration MOMENT = Duration.ofMillis(500);

  private final Wire wire;
  private final ArrayBlockingQueue<String> answers = new ArrayBlockingQueue<>(1);
  private final ReentrantLock turn = new ReentrantLock();
  private byte[] line = {};
  private int next;

  Questions(Wire wire) {
    this.wire = wire;
  }

  /// Asks one line; one question at a time, also when cells of several shells ask.
  ///
  /// @throws NoInputException when the client cannot answer
  /// @throws CancellationException when interrupted while waiting
  String ask(String prompt, boolean password) {
    var origin = Origin.here();
    if (!origin.allowStdin()) {
      throw new NoInputException(
          "input was asked for, but this client takes none (allow_stdin=false). Run the cell in"
              + " JupyterLab, or give the value in the code.");
    }
    takeTurn();
    try {
      return ask(origin, prompt, password);
    } finally {
      turn.unlock();
    }
  }

  private void takeTurn() {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while another cell waits for input");
    }
  }

  private String ask(Origin origin, String prompt, boolean password) {
    wire.publisher().flush(MOMENT);
    var request = Message.of(new Request.Input(prompt, password), wire.session(), origin.header());
    answers.clear();
    wire.send(Channel.STDIN, request.to(origin.identities()));
    try {
      return answers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for input");
    }
  }

  /// Takes what the person typed; dropped when nobody waits for it.
  void answered(Reply.Input reply) {
    answers.offer(reply.value() == null ? "" : reply.value());
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    takeTurn();
    try {
      if (next == line.length) {
        line = (ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
      }
      int some = Math.min(count, line.length - next);
      System.arraycopy(line, next, target, offset, some);
      next += some;
      return some;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public int available() {
    takeTurn();
    try {
      return line.length - next;
    } finally {
      turn.unlock();
    }
  }
}

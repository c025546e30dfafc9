package lectern.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import lectern.kernel.protocol.Codec;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Poller;
import org.zeromq.ZMQ.Socket;

/// The iopub socket. It never drops for a connected reader: a full pipe makes the socket wait, then
/// the short way from [Publisher], then the publisher's queue, then the thread that prints. With no
/// reader connected messages go nowhere and nothing waits.
final class Broadcast {

  /// Messages on their way to one reader; each is at most about [Publisher#CHUNK] long.
  private static final int HIGH_WATER = 64;

  private static final List<byte[]> STOP = List.of(new byte[0]);

  private final ZContext context;
  private final Codec codec;
  private final String session;
  private final Socket iopub;
  private final Optional<UnixSocket> file;
  private final Socket inbox;
  private final Socket outbox;
  private Thread thread = new Thread();
  private volatile boolean ending;

  Broadcast(ZContext context, Sockets sockets, int port, Codec codec, String session) {
    this.context = context;
    this.codec = codec;
    this.session = session;
    iopub = sockets.open(SocketType.XPUB);
    iopub.setSndHWM(HIGH_WATER);
    iopub.setXpubNoDrop(true);
    iopub.setXpubVerbose(true);
    file = sockets.listen(iopub, port);
    inbox = context.createSocket(SocketType.PULL);
    inbox.setRcvHWM(1);
    inbox.bind("inproc://events");
    outbox = context.createSocket(SocketType.PUSH);
    outbox.setSndHWM(1);
    outbox.connect("inproc://events");
  }

  void start() {
    thread = Thread.ofPlatform().daemon().name("lectern-iopub").start(this::poll);
  }

  /// Called by the publisher's thread alone; waits while readers are slow.
  void send(Message message) {
    var topic = message.header().msgType().getBytes(UTF_8);
    try {
      Frames.send(outbox, codec.encode(message.to(List.of(topic))));
    } catch (RuntimeException e) {
      Log.unlessEnding(ending, "events can no longer be sent", e);
    }
  }

  /// @param free whether the publisher's thread has ended; while it sends, nobody else may
  void close(boolean free) {
    ending = true;
    if (!free) {
      return; // the context's end frees both threads
    }
    if (outbox.send(STOP.getFirst(), ZMQ.DONTWAIT)) {
      try {
        thread.join(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    outbox.close();
  }

  private void poll() {
    try (Poller poll = context.createPoller(3)) {
      poll.register(iopub, Poller.POLLIN);
      poll.register(inbox, Poller.POLLIN);
      file.ifPresent(f -> poll.register(f.orders(), Poller.POLLIN));
      while (poll.poll(-1) >= 0) {
        if (poll.pollin(0)) {
          welcome(Frames.receive(iopub).getFirst());
        }
        if (file.isPresent() && poll.pollin(2)) {
          file.get().obey();
        }
        if (poll.pollin(1)) {
          var frames = Frames.receive(inbox);
          if (frames.getFirst().length == 0) {
            return;
          }
          Frames.send(iopub, frames);
        }
      }
    } catch (RuntimeException e) {
      Log.unlessEnding(ending, "events can no longer be sent", e);
    } finally {
      iopub.close();
      inbox.close();
    }
  }

  /// A subscription begins with 1 and ends with 0; the topic follows.
  private void welcome(byte[] subscription) {
    if (subscription.length == 0 || subscription[0] != 1) {
      return;
    }
    var topic = new String(subscription, 1, subscription.length - 1, UTF_8);
    var message = Message.of(new Event.IopubWelcome(topic), session, null);
    Frames.send(iopub, codec.encode(message.to(List.of(topic.getBytes(UTF_8)))));
  }
}

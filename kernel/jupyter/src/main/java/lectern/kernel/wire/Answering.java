package lectern.kernel.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import lectern.kernel.protocol.BadMessage;
import lectern.kernel.protocol.Codec;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Message;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ.Poller;
import org.zeromq.ZMQ.Socket;

/// The sockets of single clients, and the heartbeat. One thread polls them; a second carries
/// messages from the queue to it, so that no caller touches a socket.
final class Answering {

  private record Outgoing(Channel channel, List<byte[]> frames) {}

  private static final Outgoing STOP = new Outgoing(null, List.of());
  private static final long LOOK_NANOS = 1_000_000;

  private final Codec codec;
  private final Map<Channel, Socket> sockets = new EnumMap<>(Channel.class);
  private final List<UnixSocket> files = new ArrayList<>();
  private final Socket heartbeat;
  private final Socket inbox;
  private final Socket outbox;
  private final LinkedBlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
  private final ZContext context;
  private Thread poller = new Thread();
  private Thread carrier = new Thread();
  private volatile boolean ending;

  /// How many messages are on their way to a socket.
  private final AtomicInteger underWay = new AtomicInteger();

  Answering(ZContext context, Sockets maker, Connection connection, Codec codec) {
    this.context = context;
    this.codec = codec;
    for (var channel : Channel.values()) {
      int port =
          switch (channel) {
            case SHELL -> connection.shellPort();
            case CONTROL -> connection.controlPort();
            case STDIN -> connection.stdinPort();
          };
      sockets.put(channel, maker.open(SocketType.ROUTER));
      maker.listen(sockets.get(channel), port).ifPresent(files::add);
    }
    heartbeat = maker.open(SocketType.ROUTER);
    maker.listen(heartbeat, connection.hbPort()).ifPresent(files::add);
    inbox = context.createSocket(SocketType.PULL);
    inbox.setRcvHWM(0);
    inbox.bind("inproc://answers");
    outbox = context.createSocket(SocketType.PUSH);
    outbox.setSndHWM(0);
    outbox.connect("inproc://answers");
  }

  void start(Receiver receiver) {
    poller = Thread.ofPlatform().daemon().name("lectern-wire").start(() -> poll(receiver));
    carrier = Thread.ofPlatform().daemon().name("lectern-wire-out").start(this::carry);
  }

  void send(Channel channel, Message message) {
    var outgoing = Reserve.insist(() -> new Outgoing(channel, codec.encode(message)));
    underWay.incrementAndGet();
    queue.add(outgoing);
  }

  /// Waits until all that was sent has reached its socket, at most `limit`.
  void flush(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (underWay.get() > 0
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  void close() {
    ending = true;
    queue.add(STOP);
    try {
      carrier.join(1000);
      poller.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carry() {
    try {
      for (var next = queue.take(); next.channel != null; next = queue.take()) {
        var frames = new ArrayList<byte[]>();
        frames.add(next.channel.name().getBytes(US_ASCII));
        frames.addAll(next.frames);
        Frames.send(outbox, frames);
      }
      outbox.send(new byte[0]);
    } catch (RuntimeException e) {
      Log.unlessEnding(ending, "answers can no longer be sent", e);
    } catch (InterruptedException e) {
      Log.bug("answers can no longer be sent", e);
    } finally {
      outbox.close();
    }
  }

  private void poll(Receiver receiver) {
    try (Poller poll = context.createPoller(5 + files.size())) {
      var indexes = new EnumMap<Channel, Integer>(Channel.class);
      sockets.forEach(
          (channel, socket) -> indexes.put(channel, poll.register(socket, Poller.POLLIN)));
      int beat = poll.register(heartbeat, Poller.POLLIN);
      int answers = poll.register(inbox, Poller.POLLIN);
      files.forEach(file -> poll.register(file.orders(), Poller.POLLIN));
      boolean open = true;
      while (open && poll.poll(-1) >= 0) {
        for (var channel : Channel.values()) {
          if (poll.pollin(indexes.get(channel))) {
            receive(receiver, channel);
          }
        }
        if (poll.pollin(beat)) {
          Frames.send(heartbeat, Frames.receive(heartbeat));
        }
        if (poll.pollin(answers)) {
          open = forward(Frames.receive(inbox));
        }
        for (int i = 0; i < files.size(); i++) {
          if (poll.pollin(answers + 1 + i)) {
            files.get(i).obey();
          }
        }
      }
    } catch (RuntimeException e) {
      Log.unlessEnding(ending, "requests can no longer be received", e);
    } finally {
      sockets.values().forEach(Socket::close);
      heartbeat.close();
      inbox.close();
    }
  }

  private void receive(Receiver receiver, Channel channel) {
    var frames = Reserve.insist(() -> Frames.receive(sockets.get(channel)));
    try {
      receiver.receive(channel, codec.decode(frames));
    } catch (BadMessage e) {
      Log.line("dropped on " + channel + ": " + e.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      Log.bug("dropped on " + channel + " after an error", e);
    }
  }

  private boolean forward(List<byte[]> frames) {
    if (frames.getFirst().length == 0) {
      return false;
    }
    var channel = Channel.valueOf(new String(frames.getFirst(), US_ASCII));
    Frames.send(sockets.get(channel), frames.subList(1, frames.size()));
    underWay.decrementAndGet();
    return true;
  }
}

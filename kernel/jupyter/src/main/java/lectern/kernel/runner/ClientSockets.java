package lectern.kernel.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lectern.kernel.protocol.BadMessage;
import lectern.kernel.protocol.Codec;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Message;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Encryption;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ.Poller;
import org.zeromq.ZMQ.Socket;

/// The four sockets on which a [KernelClient] talks with a kernel, and a fifth for its heart.
final class ClientSockets implements AutoCloseable {

  private static final int RECONNECT_MS = 10;

  /// JeroMQ now and then forgets to begin a handshake (its pull request 1022) and would notice
  /// after half a minute. What was sent is kept and goes out at the next attempt.
  private static final int HANDSHAKE_MS = 1000;

  private final Connection connection;
  private final byte[] identity;
  private final Codec codec;
  private final ZContext context = new ZContext();
  private final Map<Channel, Socket> sockets = new EnumMap<>(Channel.class);
  private final Socket iopub;
  private final Poller poller;

  /// Connects; the kernel may start later.
  ///
  /// @param highWater how many unread events are held, 0 for any number
  ClientSockets(Connection connection, String session, int highWater) {
    this.connection = connection;
    identity = session.getBytes(UTF_8);
    codec = new Codec(connection.signer());
    context.setLinger(100);
    sockets.put(Channel.SHELL, dealer(connection.shellPort()));
    sockets.put(Channel.CONTROL, dealer(connection.controlPort()));
    sockets.put(Channel.STDIN, dealer(connection.stdinPort()));
    iopub = socket(SocketType.SUB);
    iopub.setRcvHWM(highWater);
    iopub.subscribe(new byte[0]);
    iopub.connect(connection.address(connection.iopubPort()));
    poller = context.createPoller(3);
    for (var socket : heard()) {
      poller.register(socket, Poller.POLLIN);
    }
  }

  /// What a cell says comes from these.
  private List<Socket> heard() {
    return List.of(iopub, sockets.get(Channel.SHELL), sockets.get(Channel.STDIN));
  }

  private Socket dealer(int port) {
    var socket = socket(SocketType.DEALER);
    socket.setIdentity(identity);
    socket.connect(connection.address(port));
    return socket;
  }

  private Socket socket(SocketType type) {
    var socket = context.createSocket(type);
    socket.setReconnectIVL(RECONNECT_MS);
    socket.setHWM(0);
    socket.setHandshakeIvl(HANDSHAKE_MS);
    // Nobody takes what is sent to a kernel that refused the keys; the missing answer tells.
    socket.setSendTimeOut(0);
    Encryption.connect(socket, connection);
    return socket;
  }

  void send(Channel channel, Message message) {
    send(channel, codec.encode(message));
  }

  void send(Channel channel, List<byte[]> frames) {
    var socket = sockets.get(channel);
    try {
      for (int i = 0; i < frames.size(); i++) {
        if (i < frames.size() - 1) {
          socket.sendMore(frames.get(i));
        } else {
          socket.send(frames.get(i));
        }
      }
    } catch (AssertionError e) {
      // Where assertions are on, JeroMQ meets one when a refused connection ends between two parts
      // of a message. It is lost then, like all that is sent to nobody.
    }
  }

  /// The next message of a channel, or empty when none comes in time.
  Optional<Message> receive(Channel channel, Duration limit) {
    return receive(sockets.get(channel), limit);
  }

  /// The next event, or empty when none comes in time.
  Optional<Message> event(Duration limit) {
    return receive(iopub, limit);
  }

  /// Waits for an event, an answer or a question; at most one of each, nothing when none comes in
  /// time.
  List<Message> next(long millis) {
    var messages = new ArrayList<Message>();
    if (poller.poll(millis) > 0) {
      for (int i = 0; i < heard().size(); i++) {
        if (poller.pollin(i)) {
          receive(heard().get(i), Duration.ZERO).ifPresent(messages::add);
        }
      }
    }
    return messages;
  }

  private Optional<Message> receive(Socket socket, Duration limit) {
    socket.setReceiveTimeOut((int) limit.toMillis());
    var first = socket.recv();
    if (first == null) {
      return Optional.empty();
    }
    var frames = new ArrayList<byte[]>(List.of(first));
    while (socket.hasReceiveMore()) {
      frames.add(socket.recv());
    }
    try {
      return Optional.of(codec.decode(frames));
    } catch (BadMessage e) {
      throw new IllegalStateException("from the kernel: " + e.getMessage(), e);
    }
  }

  /// Whether the kernel's heart echoes what it is sent.
  boolean hearsHeart(Duration limit) {
    try (var heart = socket(SocketType.DEALER)) {
      heart.setReceiveTimeOut((int) limit.toMillis());
      heart.connect(connection.address(connection.hbPort()));
      heart.send(identity);
      return Arrays.equals(identity, heart.recv());
    }
  }

  @Override
  public void close() {
    poller.close();
    context.close();
  }
}

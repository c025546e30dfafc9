package lectern.kernel.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import lectern.kernel.protocol.Codec;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Message;
import org.zeromq.ZContext;
import org.zeromq.ZMQException;

/// All sockets of one kernel.
///
/// Two threads touch sockets and no other: one answers (shell, control, stdin, heartbeat), one
/// broadcasts (iopub). Everyone else puts messages into Java queues. This matters because JeroMQ
/// wakes its sockets through NIO channels, and an interrupted thread that touches one closes it for
/// good; a notebook interrupts threads all the time.
public final class Wire implements AutoCloseable {

  private static final int LINGER_MS = 300;

  private final String session = UUID.randomUUID().toString();
  private final ZContext context = new ZContext();
  private final Sockets sockets;
  private final Answering answering;
  private final Broadcast broadcast;
  private final Publisher publisher;

  /// Binds every socket; messages arrive after [#start].
  ///
  /// @throws IOException when an address is taken or cannot be bound; the message names it
  public Wire(Connection connection) throws IOException {
    context.setLinger(LINGER_MS);
    var codec = new Codec(connection.signer());
    sockets = new Sockets(context, connection);
    try {
      answering = new Answering(context, sockets, connection, codec);
      broadcast = new Broadcast(context, sockets, connection.iopubPort(), codec, session);
    } catch (ZMQException e) {
      context.close();
      sockets.close();
      throw new IOException(e.getMessage(), e);
    }
    publisher = new Publisher(session, broadcast::send);
  }

  /// Begins to receive and to publish.
  public void start(Receiver receiver) {
    broadcast.start();
    publisher.start();
    answering.start(receiver);
  }

  /// This kernel's session, in the header of all that it sends.
  public String session() {
    return session;
  }

  /// The way to every client.
  public Publisher publisher() {
    return publisher;
  }

  /// Publishes an event; never waits.
  public void publish(Event event, Header parent) {
    publisher.publish(Message.of(event, session, parent));
  }

  /// Sends to one client; never waits.
  public void send(Channel channel, Message message) {
    answering.send(channel, message);
  }

  /// Waits until what was sent to single clients has reached their sockets, at most `limit`.
  public void flush(Duration limit) {
    answering.flush(limit);
  }

  /// Sends what is queued, for as long as readers take it but no longer than a moment, then closes
  /// the sockets.
  @Override
  public void close() {
    if (context.isClosed()) {
      return;
    }
    publisher.flush(Duration.ofMillis(LINGER_MS));
    broadcast.close(publisher.close());
    answering.close();
    context.close();
    sockets.close();
  }
}

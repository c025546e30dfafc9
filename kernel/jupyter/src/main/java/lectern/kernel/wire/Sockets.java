package lectern.kernel.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lectern.kernel.protocol.Connection;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMQException;

/// Makes the sockets that clients reach: encrypted where the connection says so, at the place that
/// it names.
final class Sockets {

  /// No frame of a client may be longer, in bytes: whoever claims a longer one is cut off before
  /// memory is set aside for it.
  static final long LONGEST = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final String IPC = "ipc://";
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final ZContext context;
  private final Connection connection;
  private final List<UnixSocket> files = new ArrayList<>();

  Sockets(ZContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
  }

  /// A socket that queues without limit and listens nowhere yet.
  Socket open(SocketType type) {
    var socket = context.createSocket(type);
    socket.setSndHWM(0);
    socket.setRcvHWM(0);
    socket.setMaxMsgSize(LONGEST);
    Encryption.serve(socket, connection);
    return socket;
  }

  /// Listens at one of the connection's ports.
  ///
  /// @return what the socket's thread must poll besides the socket, if there is something
  /// @throws ZMQException when that fails; the message names the address
  Optional<UnixSocket> listen(Socket socket, int port) {
    var address = connection.address(port);
    try {
      if (address.startsWith(IPC)) {
        var file = new UnixSocket(context, socket, Path.of(address.substring(IPC.length())));
        files.add(file);
        return Optional.of(file);
      }
      socket.bind(address);
      return Optional.empty();
    } catch (IOException e) {
      throw new ZMQException(
          "cannot listen on " + address + ": " + e.getMessage(), ZMQ.Error.EADDRINUSE.getCode());
    } catch (ZMQException e) {
      throw new ZMQException(
          "cannot listen on " + address + ": " + e.getMessage(), e.getErrorCode());
    }
  }

  /// Called when the context is closed; waits a moment for what is still on its way.
  void close() {
    files.forEach(file -> file.close(MOMENT));
  }
}

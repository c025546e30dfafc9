package lectern.kernel.wire;

import lectern.kernel.protocol.Connection;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMQException;

/// Makes the sockets that clients reach: encrypted where the connection says so, at the place that
/// it names.
final class Sockets {

  /// No frame of a client may be longer, in bytes: whoever claims a longer one is cut off before
  /// memory is set aside for it.
  static final long LONGEST = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private final ZContext context;
  private final Connection connection;

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

  /// Listens at one of the connection's ports, naming the address when that fails.
  void listen(Socket socket, int port) {
    bind(socket, connection.address(port));
  }

  static void bind(Socket socket, String address) {
    try {
      socket.bind(address);
    } catch (ZMQException e) {
      throw new ZMQException(
          "cannot listen on " + address + ": " + e.getMessage(), e.getErrorCode());
    }
  }
}

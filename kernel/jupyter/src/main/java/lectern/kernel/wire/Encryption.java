package lectern.kernel.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import lectern.kernel.protocol.Connection;
import org.zeromq.ZMQ.Curve;
import org.zeromq.ZMQ.Socket;

/// CurveZMQ, where the connection file has keys for it. The kernel is the server on every socket; a
/// client that does not know its public key gets no further than the handshake.
public final class Encryption {

  private Encryption() {}

  /// A connection with fresh keys.
  public static Connection of(Connection connection) {
    var keys = Curve.generateKeyPair();
    return connection.with(keys.publicKey, keys.secretKey);
  }

  /// Makes a socket of the kernel one that only clients with the key can reach.
  static void serve(Socket socket, Connection connection) {
    if (connection.isEncrypted()) {
      socket.setCurvePublicKey(connection.curvePublickey().getBytes(US_ASCII));
      socket.setCurveSecretKey(connection.curveSecretkey().getBytes(US_ASCII));
      socket.setCurveServer(true);
    }
  }

  /// Makes a client's socket one that can reach the kernel.
  public static void connect(Socket socket, Connection connection) {
    if (connection.isEncrypted()) {
      var own = Curve.generateKeyPair();
      socket.setCurvePublicKey(own.publicKey.getBytes(US_ASCII));
      socket.setCurveSecretKey(own.secretKey.getBytes(US_ASCII));
      socket.setCurveServerKey(connection.curvePublickey().getBytes(US_ASCII));
    }
  }
}

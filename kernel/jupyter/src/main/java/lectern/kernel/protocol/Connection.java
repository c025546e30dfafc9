package lectern.kernel.protocol;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The connection file: where the sockets are and the key that signs messages.
///
/// @param transport `tcp` or `ipc`
/// @param ip the address to listen on, or the path prefix of the ipc sockets
/// @param key secret; empty for unsigned messages
public record Connection(
    String transport,
    String ip,
    int shellPort,
    int controlPort,
    int stdinPort,
    int iopubPort,
    int hbPort,
    String key,
    String signatureScheme,
    String kernelName) {

  public Connection {
    transport = Objects.requireNonNullElse(transport, "tcp");
    ip = Objects.requireNonNullElse(ip, "127.0.0.1");
    key = Objects.requireNonNullElse(key, "");
    signatureScheme = Objects.requireNonNullElse(signatureScheme, "hmac-sha256");
    kernelName = Objects.requireNonNullElse(kernelName, "");
  }

  /// Reads a connection file.
  ///
  /// @throws IOException when it cannot be read or is no connection file; the message names it
  public static Connection read(Path file) throws IOException {
    try {
      var connection = Json.GSON.fromJson(Files.readString(file), Connection.class);
      if (connection != null && connection.shellPort > 0 && connection.iopubPort > 0) {
        return connection;
      }
    } catch (JsonParseException e) {
      throw new IOException(file + " is no connection file: " + e.getMessage(), e);
    }
    throw new IOException(file + " is no connection file: it has no shell_port and iopub_port");
  }

  /// The address of one socket.
  public String address(int port) {
    return transport.equals("ipc")
        ? "ipc://" + ip + "-" + port
        : transport + "://" + ip + ":" + port;
  }

  /// Signs with this connection's key.
  public Signer signer() {
    return new Signer(signatureScheme, key);
  }
}

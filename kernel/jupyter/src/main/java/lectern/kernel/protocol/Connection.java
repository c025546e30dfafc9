package lectern.kernel.protocol;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The connection file: where the sockets are, the key that signs messages, and the keys that
/// encrypt them, if there are any.
///
/// @param transport `tcp` or `ipc`
/// @param ip the address to listen on, or the path prefix of the ipc sockets
/// @param key secret; empty for unsigned messages
/// @param curvePublickey the kernel's CurveZMQ key in Z85, which clients must know; empty for none
/// @param curveSecretkey the other half of it
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
    String kernelName,
    String curvePublickey,
    String curveSecretkey) {

  /// The length of a CurveZMQ key in Z85.
  private static final int CURVE_KEY = 40;

  private static final String WRITTEN =
      ". A Jupyter client writes this file and starts the kernel with its path; to use the kernel,"
          + " install it (java -jar lectern-kernel.jar install) and choose it in JupyterLab";

  public Connection {
    transport = Objects.requireNonNullElse(transport, "tcp");
    ip = Objects.requireNonNullElse(ip, "127.0.0.1");
    key = Objects.requireNonNullElse(key, "");
    signatureScheme = Objects.requireNonNullElse(signatureScheme, "hmac-sha256");
    kernelName = Objects.requireNonNullElse(kernelName, "");
    curvePublickey = Objects.requireNonNullElse(curvePublickey, "");
    curveSecretkey = Objects.requireNonNullElse(curveSecretkey, "");
  }

  /// A connection over TCP on this machine, without encryption.
  ///
  /// @param ports of shell, control, stdin, iopub and heartbeat, in this order
  public static Connection local(List<Integer> ports, String key, String kernelName) {
    return new Connection(
        "tcp",
        "127.0.0.1",
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        key,
        "hmac-sha256",
        kernelName,
        null,
        null);
  }

  /// A copy with CurveZMQ keys.
  public Connection with(String curvePublickey, String curveSecretkey) {
    return new Connection(
        transport,
        ip,
        shellPort,
        controlPort,
        stdinPort,
        iopubPort,
        hbPort,
        key,
        signatureScheme,
        kernelName,
        curvePublickey,
        curveSecretkey);
  }

  /// Reads a connection file.
  ///
  /// @throws IOException when it cannot be read or is no connection file; the message names it
  public static Connection read(Path file) throws IOException {
    var text = text(file);
    try {
      var connection = Json.GSON.fromJson(text, Connection.class);
      if (connection != null && connection.shellPort > 0 && connection.iopubPort > 0) {
        connection.check(file);
        return connection;
      }
    } catch (JsonParseException e) {
      throw new IOException(file + " is no connection file: " + e.getMessage() + WRITTEN, e);
    }
    throw new IOException(
        file + " is no connection file: it has no shell_port and iopub_port" + WRITTEN);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IOException("the connection file " + file + " does not exist" + WRITTEN, e);
    } catch (IOException e) {
      var why = Files.isDirectory(file) ? "it is a folder" : e.toString();
      throw new IOException("the connection file " + file + " cannot be read: " + why + WRITTEN, e);
    }
  }

  private void check(Path file) throws IOException {
    if (!transport.equals("tcp") && !transport.equals("ipc")) {
      throw new IOException(file + ": transport \"" + transport + "\" is unknown; use tcp or ipc");
    }
    boolean whole = curvePublickey.length() == CURVE_KEY && curveSecretkey.length() == CURVE_KEY;
    boolean none = curvePublickey.isEmpty() && curveSecretkey.isEmpty();
    if (!whole && !none) {
      throw new IOException(
          file
              + ": curve_publickey and curve_secretkey belong together, each of "
              + CURVE_KEY
              + " characters (Z85); here are "
              + curvePublickey.length()
              + " and "
              + curveSecretkey.length());
    }
  }

  /// Whether every socket speaks CurveZMQ.
  public boolean isEncrypted() {
    return !curvePublickey.isEmpty();
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

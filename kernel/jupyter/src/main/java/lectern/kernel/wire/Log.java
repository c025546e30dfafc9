package lectern.kernel.wire;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/// The process's own standard error, which notebooks never see: one line for what was dropped or
/// went wrong inside the kernel.
public final class Log {

  private static volatile PrintStream err =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private Log() {}

  /// Writes elsewhere from now on.
  public static void to(OutputStream out) {
    err = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /// Writes one line.
  public static void line(String text) {
    err.println("[lectern] " + text);
  }

  /// Writes what broke a socket, unless all sockets are being closed: a socket in use breaks then
  /// in many ways.
  static void unlessEnding(boolean ending, String text, RuntimeException cause) {
    boolean ended =
        cause instanceof ZMQException e && e.getErrorCode() == ZMQ.Error.ETERM.getCode();
    if (!ending && !ended) {
      bug(text, cause);
    }
  }

  /// Writes one line and the trace of a bug.
  public static void bug(String text, Throwable cause) {
    line(text);
    cause.printStackTrace(err);
  }
}

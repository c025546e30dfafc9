package lectern.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import lectern.kernel.wire.Publisher;

/// `System.out` or `System.err`: prints below the cell that the printing thread works for.
final class Printing extends OutputStream {

  private final Publisher publisher;
  private final String name;

  private Printing(Publisher publisher, String name) {
    this.publisher = publisher;
    this.name = name;
  }

  /// @param name `stdout` or `stderr`
  static PrintStream to(Publisher publisher, String name) {
    return new PrintStream(new Printing(publisher, name), false, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    var outlet = Captured.here();
    if (outlet != null) {
      outlet.print(name, new String(bytes, offset, count, StandardCharsets.UTF_8));
      return;
    }
    publisher.print(Origin.here().header(), name, bytes, offset, count);
  }
}

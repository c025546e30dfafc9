package lectern.kernel;

import java.nio.file.Path;

/// A kernel's process with the echo engine.
public final class EchoMain {

  private EchoMain() {}

  public static void main(String[] arguments) {
    Start.kernel(Path.of(arguments[1]), new EchoEngine());
  }
}

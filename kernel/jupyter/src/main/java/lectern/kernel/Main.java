package lectern.kernel;

import java.nio.file.Path;
import java.util.ServiceLoader;
import lectern.kernel.engine.Engine;

/// The jar's entry: starts a kernel when given a connection file, else obeys a subcommand.
public final class Main {

  private Main() {}

  /// `--connection-file FILE` or `FILE` alone starts a kernel; everything else is a subcommand.
  public static void main(String[] arguments) {
    int last = arguments.length - 1;
    if ((last == 1 && arguments[0].equals("--connection-file"))
        || (last == 0 && arguments[0].endsWith(".json"))) {
      Start.kernel(Path.of(arguments[last]), ServiceLoader.load(Engine.class).findFirst().get());
    } else {
      System.exit(Commands.run(arguments));
    }
  }
}

package lectern.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lectern.kernel.engine.Engine;
import lectern.kernel.jshell.JShellEngine;
import lectern.kernel.jshell.Settings;
import lectern.kernel.launch.DisplayJar;
import lectern.kernel.magic.StandardMagics;
import lectern.kernel.wire.Log;

/// The jar's entry: starts a kernel when given a connection file, else obeys a subcommand.
public final class Main {

  private Main() {}

  /// `--connection-file FILE` or `FILE` alone starts a kernel; everything else is a subcommand.
  public static void main(String[] arguments) {
    int last = arguments.length - 1;
    if ((last == 1 && arguments[0].equals("--connection-file"))
        || (last == 0 && arguments[0].endsWith(".json"))) {
      var options = Settings.variable("JVM_OPTS", System.getenv());
      if (options.isEmpty()) {
        Start.kernel(Path.of(arguments[last]), java());
      } else {
        System.exit(Relaunch.with(options, arguments[last]));
      }
    } else {
      System.exit(Commands.run(arguments));
    }
  }

  /// The engine as the environment asks for it; ends the process where it cannot be made.
  static Engine java() {
    try {
      var settings = Settings.fromEnvironment(DisplayJar.locate(), List.of(), System.getenv());
      return new JShellEngine(settings, new StandardMagics());
    } catch (IOException | RuntimeException e) {
      Log.line("the kernel cannot start: " + e.getMessage());
      System.exit(1);
      throw new IllegalStateException(e);
    }
  }
}

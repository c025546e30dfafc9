package lectern.kernel;

import java.io.IOException;
import java.io.PrintWriter;
import lectern.kernel.launch.Install;
import lectern.kernel.launch.ListKernels;
import lectern.kernel.launch.Uninstall;
import lectern.kernel.runner.RefreshNotebooks;
import lectern.kernel.runner.RunNotebooks;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// The subcommands. Apart from [Main], so that starting a kernel loads none of this.
@Command(
    name = "lectern-kernel",
    mixinStandardHelpOptions = true,
    description = "A Java kernel for Jupyter.",
    subcommands = {
      Install.class,
      ListKernels.class,
      Uninstall.class,
      RunNotebooks.class,
      RefreshNotebooks.class,
      Training.class
    })
final class Commands {

  private Commands() {}

  static int run(String[] arguments) {
    var line = new CommandLine(new Commands());
    line.setExecutionExceptionHandler(
        (error, command, result) -> {
          if (error instanceof IOException) {
            say(command.getErr(), error.getMessage());
            return ExitCode.SOFTWARE;
          }
          throw error;
        });
    if (arguments.length == 0) {
      line.usage(System.out);
      return ExitCode.USAGE;
    }
    return line.execute(arguments);
  }

  private static void say(PrintWriter err, String message) {
    err.println(message);
    err.flush();
  }
}

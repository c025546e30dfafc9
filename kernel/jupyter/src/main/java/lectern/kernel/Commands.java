package lectern.kernel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
    versionProvider = Commands.Version.class,
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
          if (error instanceof IOException problem) {
            say(command.getErr(), inWords(problem));
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

  /// The JDK's file errors often say no more than the file's name.
  private static String inWords(IOException error) {
    return switch (error) {
      case NoSuchFileException missing -> "there is no file or folder " + missing.getFile();
      case AccessDeniedException denied -> "no permission to change " + denied.getFile();
      default -> error.getMessage();
    };
  }

  /// The version that the jar's manifest tells.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {
        "lectern-kernel "
            + (version == null ? "(not built)" : version)
            + ", Java "
            + Runtime.version()
      };
    }
  }

  private static void say(PrintWriter err, String message) {
    err.println(message);
    err.flush();
  }
}

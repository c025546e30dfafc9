package lectern.kernel.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `run`: runs notebooks without a browser.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs notebooks without a browser, each in a kernel of its own.",
      "Stops at the first failing cell. Writes nothing without -o or --in-place."
    })
public final class RunNotebooks implements Callable<Integer> {

  static final Duration NO_LIMIT = Duration.ofDays(365);

  @Spec private CommandSpec command;

  @Parameters(arity = "1..*", paramLabel = "NOTEBOOK")
  private List<Path> notebooks;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "write the executed copy here; a folder for several notebooks")
  private Path output;

  @Option(names = "--in-place", description = "write the executed notebook over itself")
  private boolean inPlace;

  @Option(
      names = "--classpath",
      description = "jars, folders and dir/* for the notebooks; else LECTERN_CLASSPATH")
  private String classPath;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "for each cell; 0, the default, for none")
  private long timeout;

  private final Screen screen = new Screen();

  @Override
  public Integer call() throws IOException {
    if (inPlace && output != null) {
      throw new ParameterException(command.commandLine(), "-o and --in-place exclude each other");
    }
    if (notebooks.size() > 1 && output != null && !Files.isDirectory(output)) {
      throw new ParameterException(
          command.commandLine(), "-o " + output + ": give a folder for several notebooks");
    }
    for (var file : notebooks) {
      if (!run(file)) {
        return 1;
      }
    }
    return 0;
  }

  private boolean run(Path file) throws IOException {
    var notebook = Notebook.read(file);
    screen.line(file.toString());
    var limit = timeout > 0 ? Duration.ofSeconds(timeout) : NO_LIMIT;
    var failure = NotebookRun.inOwnKernel(notebook, file, classPath, limit, screen);
    var target = inPlace ? file : output;
    if (target != null) {
      notebook.write(Files.isDirectory(target) ? target.resolve(file.getFileName()) : target);
    }
    failure.ifPresent(screen::failed);
    return failure.isEmpty();
  }
}

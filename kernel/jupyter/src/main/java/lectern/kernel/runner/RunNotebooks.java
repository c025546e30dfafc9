package lectern.kernel.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lectern.kernel.launch.JavaCommand;
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

  private static final Duration NO_LIMIT = Duration.ofDays(365);

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

  private final PrintStream screen = System.err;

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
    screen.println(file);
    var folder = file.toAbsolutePath().getParent();
    Map<String, String> environment =
        classPath == null ? Map.of() : Map.of("LECTERN_CLASSPATH", classPath);
    var limit = timeout > 0 ? Duration.ofSeconds(timeout) : NO_LIMIT;
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, environment)) {
      var failure = new NotebookRun(kernel, limit).run(notebook, new Lines());
      var target = inPlace ? file : output;
      if (target != null) {
        notebook.write(Files.isDirectory(target) ? target.resolve(file.getFileName()) : target);
      }
      failure.ifPresent(this::show);
      return failure.isEmpty();
    }
  }

  private void show(NotebookRun.Failure failure) {
    screen.println();
    screen.println(
        "cell " + failure.cell() + " failed: " + failure.name() + ": " + failure.message());
    failure.traceback().forEach(screen::println);
  }

  /// One line a cell: number, first line of its code, seconds.
  private final class Lines implements NotebookRun.Progress {

    private static final int WIDTH = 60;

    @Override
    public void begins(int cell, int cells, String source) {
      var first = source.strip().lines().findFirst().orElse("");
      var shown = first.length() > WIDTH ? first.substring(0, WIDTH - 1) + "…" : first;
      screen.printf("  %3d/%d  %-" + WIDTH + "s", cell, cells, shown);
      screen.flush();
    }

    @Override
    public void ended(int cell, int cells, Duration time) {
      screen.printf("  %6.2f s%n", time.toMillis() / 1e3);
    }
  }
}

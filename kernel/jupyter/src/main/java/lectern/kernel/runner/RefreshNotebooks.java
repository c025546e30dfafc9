package lectern.kernel.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `refresh`: gives lessons the outputs of their code as it is, and writes their clean twins.
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {
      "Runs lessons, writes their outputs in place and a clean twin of each in the folder clean.",
      "A lesson that fails stays as it was; the others go on."
    })
public final class RefreshNotebooks implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "NOTEBOOK")
  private List<Path> notebooks;

  @Option(
      names = "--classpath",
      description = "jars, folders and dir/* for the notebooks; else LECTERN_CLASSPATH")
  private String classPath;

  @Option(
      names = "--check",
      description = "run and write nothing; name what is out of date and fail if something is")
  private boolean check;

  private final Screen screen = new Screen();

  @Override
  public Integer call() throws IOException {
    var wrong = new ArrayList<String>();
    for (var file : notebooks) {
      if (check) {
        wrong.addAll(outOfDate(file));
      } else {
        refresh(file).ifPresent(wrong::add);
      }
    }
    if (!wrong.isEmpty()) {
      screen.line("");
      wrong.forEach(screen::line);
    }
    return wrong.isEmpty() ? 0 : 1;
  }

  /// What is not as [#refresh] would leave it, apart from the outputs themselves.
  static List<String> outOfDate(Path file) throws IOException {
    var wrong = new ArrayList<String>();
    var notebook = Notebook.read(file);
    if (!SourceStamp.isExecuted(notebook)) {
      wrong.add(file + ": its code was changed since its outputs were made; ./lab refresh " + file);
    }
    var twin = CleanTwin.file(file);
    var expected = CleanTwin.of(notebook, file.getFileName().toString()).text();
    if (!Files.exists(twin) || !Files.readString(twin).equals(expected)) {
      wrong.add(twin + ": not the clean twin of its lesson; ./lab refresh " + file);
    }
    return wrong;
  }

  /// Runs one lesson and writes it and its twin.
  ///
  /// @return why it was left as it was, if it was
  private Optional<String> refresh(Path file) throws IOException {
    var notebook = Notebook.read(file);
    screen.line(file.toString());
    var failure = NotebookRun.inOwnKernel(notebook, file, classPath, RunNotebooks.NO_LIMIT, screen);
    if (failure.isPresent()) {
      screen.failed(failure.get());
      return Optional.of(file + ": cell " + failure.get().cell() + " failed; left as it was");
    }
    for (var path : machinePaths(file)) {
      if (notebook.json().toString().contains(path)) {
        return Optional.of(file + ": an output names " + path + " of this machine; left as it was");
      }
    }
    SourceStamp.executed(notebook);
    notebook.write(file);
    var twin = CleanTwin.file(file);
    CleanTwin.write(CleanTwin.of(notebook, file.getFileName().toString()), twin)
        .ifPresent(aside -> screen.line("  your changes to the clean twin are in " + aside));
    return Optional.empty();
  }

  /// Folders that no reader of a lesson has.
  private static List<String> machinePaths(Path file) {
    var paths = new ArrayList<String>();
    paths.add(file.toAbsolutePath().normalize().getParent().toString());
    paths.add(System.getProperty("user.home"));
    paths.removeIf(path -> path == null || path.length() < 2);
    return paths.stream().map(path -> path + File.separator).toList();
  }
}

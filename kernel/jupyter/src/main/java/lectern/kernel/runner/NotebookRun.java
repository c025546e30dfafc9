package lectern.kernel.runner;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;

/// Runs a notebook's code cells in order and keeps their outputs in the notebook.
///
/// It stops at the first cell that fails, unless the cell is tagged `raises-exception`. Cells
/// tagged `skip-execution` and empty ones are passed over.
public final class NotebookRun {

  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);
  private static final int INTERRUPTS = 3;

  /// Hears how far the run is.
  public interface Progress {
    /// A cell begins; cells are counted from 1.
    void begins(int cell, int cells, String source);

    /// A cell has ended.
    void ended(int cell, int cells, Duration time);
  }

  /// A cell that failed.
  ///
  /// @param cell its number among the code cells, from 1
  /// @param name the error's name
  /// @param message the error's message
  /// @param traceback lines, with colours
  public record Failure(int cell, String name, String message, List<String> traceback) {}

  private final KernelProcess kernel;
  private final Duration limit;
  private final Outputs.Displays displays = new Outputs.Displays();
  private final Map<String, Outputs> outputsByRequest = new HashMap<>();
  private final WidgetStates widgets = new WidgetStates();

  /// @param limit for each cell
  public NotebookRun(KernelProcess kernel, Duration limit) {
    this.kernel = kernel;
    this.limit = limit;
  }

  /// Runs a notebook in a kernel of its own, in the notebook's folder.
  ///
  /// @param classPath what its cells see beside the JDK; null for what `LECTERN_CLASSPATH` says
  /// @param limit for each cell
  /// @return the cell that stopped the run, if one did
  /// @throws IOException when the kernel does not start
  static Optional<Failure> inOwnKernel(
      Notebook notebook, Path file, String classPath, Duration limit, Progress progress)
      throws IOException {
    Map<String, String> environment =
        classPath == null ? Map.of() : Map.of("LECTERN_CLASSPATH", classPath);
    var folder = file.toAbsolutePath().getParent();
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, environment)) {
      return new NotebookRun(kernel, limit).run(notebook, progress);
    }
  }

  /// Runs the notebook; its outputs are replaced.
  ///
  /// @return the cell that stopped the run, if one did
  public Optional<Failure> run(Notebook notebook, Progress progress) {
    try {
      return runCells(notebook, progress);
    } finally {
      widgets.save(notebook);
    }
  }

  private Optional<Failure> runCells(Notebook notebook, Progress progress) {
    var cells = notebook.codeCells();
    cells.forEach(Notebook.CodeCell::clear);
    for (int i = 0; i < cells.size(); i++) {
      var cell = cells.get(i);
      if (cell.source().isBlank() || cell.hasTag("skip-execution")) {
        continue;
      }
      progress.begins(i + 1, cells.size(), cell.source());
      long start = System.nanoTime();
      var failure = run(cell, i + 1);
      progress.ended(i + 1, cells.size(), Duration.ofNanos(System.nanoTime() - start));
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> run(Notebook.CodeCell cell, int number) {
    var sent = kernel.client().send(Channel.SHELL, Request.Execute.cell(cell.source()));
    var outputs = new Outputs(cell.json().getAsJsonArray("outputs"), displays);
    outputsByRequest.put(sent.header().msgId(), outputs);
    try {
      var run =
          kernel.client().await(sent, limit, event -> hear(event, cell.json()), question -> "");
      return cell.hasTag("raises-exception") ? Optional.empty() : failure(run.reply(), number);
    } catch (TimeoutException e) {
      var message = e.getMessage() + (stop(sent, cell) ? "" : ", nor after an interrupt");
      return Optional.of(new Failure(number, "Timeout", message, List.of()));
    } catch (IllegalStateException e) {
      return Optional.of(new Failure(number, "Kernel", e.getMessage(), List.of()));
    }
  }

  /// Interrupts the cell, again when it had not begun yet; what it still shows is kept.
  private boolean stop(Message sent, Notebook.CodeCell cell) {
    for (int i = 0; i < INTERRUPTS; i++) {
      kernel.interrupt();
      if (ends(sent, cell)) {
        return true;
      }
    }
    return false;
  }

  private boolean ends(Message sent, Notebook.CodeCell cell) {
    try {
      kernel.client().await(sent, AFTER_INTERRUPT, e -> hear(e, cell.json()), question -> "");
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void hear(Message message, JsonObject cell) {
    if (message.content() instanceof CommContent comm) {
      widgets.hear(comm, message);
    }
    if (message.content() instanceof Event.ExecuteInput input) {
      cell.add("execution_count", new JsonPrimitive(input.executionCount()));
    }
    var outputs = message.parent() == null ? null : outputsByRequest.get(message.parent().msgId());
    if (outputs != null && message.content() instanceof Event event) {
      outputs.add(event);
    } else if (message.content() instanceof Event.UpdateDisplayData update) {
      outputsByRequest.values().iterator().next().add(update);
    }
  }

  private static Optional<Failure> failure(Reply reply, int number) {
    return switch (reply) {
      case Reply.Failed f -> Optional.of(new Failure(number, f.ename(), f.evalue(), f.traceback()));
      case Reply.Aborted a ->
          Optional.of(new Failure(number, "Aborted", "the cell was not run", List.of()));
      default -> Optional.empty();
    };
  }
}

package lectern.kernel.engine;

import java.util.List;
import java.util.Optional;
import lectern.display.MimeBundle;

/// Runs cells of one language. The engine does not know who calls it.
///
/// Positions in code are UTF-16 offsets; the caller converts from and to the code points of the
/// protocol. Text goes to `System.out` and `System.err`, rich output to [lectern.display.Display],
/// questions to `System.in`: whoever calls has put itself behind them.
///
/// Several threads may call it at once: each runs its own cells, one after the other, and shares
/// the variables with the others.
public interface Engine extends AutoCloseable {

  /// The language, as `kernel_info_reply` describes it.
  Language language();

  /// Begins what is slow and shows nothing, so that it is done while the kernel opens its sockets.
  /// On a thread of its own, before [#warmUp] or beside it.
  default void prepare() {}

  /// Makes the first cell as fast as the next. The kernel calls it once, before any cell, on the
  /// thread that runs cells.
  default void warmUp() {}

  /// Runs a cell to its end: value, error or interruption. Never throws for what user code does.
  Outcome execute(Cell cell);

  /// Runs what a cell has left behind for later, such as a widget's callback, so that an interrupt
  /// stops it as it stops a cell. What it throws is passed on.
  ///
  /// @throws java.util.concurrent.CancellationException when it was interrupted and threw
  void listen(Runnable listener);

  /// Tells what a listener threw as a cell that threw it would.
  default Outcome.Failed tell(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    return new Outcome.Failed(name, "" + thrown.getMessage(), List.of(thrown.toString()));
  }

  /// The value of one expression, for `user_expressions`; never shown, never in the history.
  Outcome evaluate(String expression);

  /// What could stand at `cursor`.
  Completion complete(String code, int cursor);

  /// Signature and documentation of the name that `cursor` touches, if there is one.
  ///
  /// @param detail 0 for signature and documentation, 1 for the source too
  Optional<MimeBundle> inspect(String code, int cursor, int detail);

  /// Whether Enter should run this code or continue it.
  Completeness isComplete(String code);

  /// Asks all running cells and listeners to stop and returns at once; [#execute] then ends with
  /// [Outcome.Interrupted] when, and only when, the cell's thread has really stopped. Does nothing
  /// when none runs.
  void interrupt();

  /// Asks the cell or listener to stop that `runner` runs, if it runs one, and no other.
  void interrupt(Thread runner);

  /// Frees what the engine holds.
  @Override
  void close();
}

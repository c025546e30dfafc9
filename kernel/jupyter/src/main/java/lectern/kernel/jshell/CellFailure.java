package lectern.kernel.jshell;

import java.util.List;
import lectern.kernel.engine.Outcome;

/// Ends a cell early, with what the reader is told.
public final class CellFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Outcome outcome;

  CellFailure(Outcome outcome) {
    this(outcome, null);
  }

  /// With what user code threw.
  CellFailure(Outcome outcome, Throwable cause) {
    super(outcome.toString(), cause);
    this.outcome = outcome;
  }

  static CellFailure failed(String name, String message, List<String> traceback) {
    return new CellFailure(new Outcome.Failed(name, message, traceback));
  }

  /// How the cell ended.
  public Outcome outcome() {
    return outcome;
  }
}

package lectern.kernel.engine;

import java.util.List;
import java.util.Optional;
import lectern.display.MimeBundle;

/// How a cell ended.
public sealed interface Outcome {

  /// It ran to its end.
  ///
  /// @param result the last expression's value as it is shown; empty for a statement, a `;` at the
  ///   end, or a value already shown
  record Value(Optional<MimeBundle> result) implements Outcome {}

  /// It did not compile, or it threw.
  ///
  /// @param name the exception's simple class name, or `CompilationException`
  /// @param message one line for people
  /// @param traceback lines with ANSI colours, original exception first
  record Failed(String name, String message, List<String> traceback) implements Outcome {}

  /// It was interrupted and its thread has stopped; variables are kept.
  ///
  /// @param traceback where it stood
  record Interrupted(List<String> traceback) implements Outcome {}
}

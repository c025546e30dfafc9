package lectern.display;

/// Which errors of user code a display survives. Others (no memory, the end of an interrupted cell)
/// go on to whoever runs the cell.
final class Failures {

  private Failures() {}

  /// Passes on what must not be caught.
  static void passOn(Throwable error) {
    if (error instanceof Error serious
        && !(error instanceof StackOverflowError
            || error instanceof LinkageError
            || error instanceof AssertionError)) {
      throw serious;
    }
  }

  /// What is shown instead of the value.
  static String text(Object value, Throwable error) {
    var message = error.getMessage() == null ? "" : ": " + error.getMessage();
    return name(value.getClass()) + " (showing it threw " + name(error.getClass()) + message + ")";
  }

  /// A class's name without its package.
  static String name(Class<?> type) {
    var name = type.getSimpleName();
    return name.isEmpty() ? type.getName() : name;
  }
}

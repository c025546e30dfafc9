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

  /// A class's name without its package; of a lambda or an anonymous class what it is made from.
  static String name(Class<?> type) {
    if (type.isHidden()) {
      return type.getInterfaces().length > 0 ? name(type.getInterfaces()[0]) + " lambda" : "lambda";
    }
    var name = type.getSimpleName();
    if (!name.isEmpty() && !name.startsWith("$JShell$anonymous$")) {
      return name;
    }
    var parents = type.getInterfaces();
    return name(parents.length > 0 ? parents[0] : type.getSuperclass()) + " (anonymous)";
  }

  /// A text without the names of the classes that JShell wraps around a notebook's own.
  static String readable(String text) {
    return text.replaceAll("REPL\\.\\$JShell\\$\\w+\\$", "");
  }
}

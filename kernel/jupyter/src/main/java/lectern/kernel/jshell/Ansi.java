package lectern.kernel.jshell;

/// Colours that read well on light, on dark and on the pink of an error.
final class Ansi {

  private static final String RESET = "\u001b[0m";

  private Ansi() {}

  /// A red of middle brightness. The sixteen named colours do not do: front ends make a bold red
  /// dark, and a plain one light.
  static String error(String text) {
    return "\u001b[1;38;5;167m" + text + RESET;
  }

  static String place(String text) {
    return bold(text);
  }

  static String hint(String text) {
    return "\u001b[32m" + text + RESET;
  }

  static String bold(String text) {
    return "\u001b[1m" + text + RESET;
  }
}

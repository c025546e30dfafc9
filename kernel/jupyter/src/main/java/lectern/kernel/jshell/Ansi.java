package lectern.kernel.jshell;

/// Colours that read well on light, on dark and on the pink of an error.
final class Ansi {

  private static final String RESET = "\u001b[0m";

  private Ansi() {}

  static String error(String text) {
    return "\u001b[1;31m" + text + RESET;
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

package lectern.kernel.jshell;

/// Colours that read well on light and on dark.
final class Ansi {

  private static final String RESET = "\u001b[0m";

  private Ansi() {}

  static String error(String text) {
    return "\u001b[1;31m" + text + RESET;
  }

  static String place(String text) {
    return "\u001b[36m" + text + RESET;
  }

  static String hint(String text) {
    return "\u001b[32m" + text + RESET;
  }

  static String bold(String text) {
    return "\u001b[1m" + text + RESET;
  }
}

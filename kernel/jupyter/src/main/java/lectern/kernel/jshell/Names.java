package lectern.kernel.jshell;

import java.util.regex.Pattern;

/// Names as the notebook's author wrote them, without the classes that JShell wraps around cells.
final class Names {

  /// The class around a snippet: `REPL.$JShell$12B`.
  private static final Pattern WRAPPER = Pattern.compile("(?:REPL[./])?\\$JShell\\$\\w+[.$]");

  private static final Pattern PACKAGE =
      Pattern.compile("\\b(?:\\p{Ll}[\\p{L}\\p{N}_]*\\.)+(?=\\p{Lu})");
  private static final Pattern PLACES =
      Pattern.compile(" \\([^()]* (?:is|are) in (?:unnamed )?module [^()]*\\)$");

  private Names() {}

  /// A text without wrapper classes.
  static String plain(String text) {
    return WRAPPER.matcher(text).replaceAll("");
  }

  /// A text without wrapper classes and without packages before classes.
  static String simple(String text) {
    return PACKAGE.matcher(plain(text)).replaceAll("");
  }

  /// An exception's message: without wrapper classes, loaders and modules.
  static String message(String text) {
    return PLACES.matcher(plain(text)).replaceFirst("");
  }
}

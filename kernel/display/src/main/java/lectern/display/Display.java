package lectern.display;

import java.util.Objects;
import java.util.UUID;

/// Shows values: in a notebook as rich output below the cell, elsewhere as text on standard output.
///
/// ```java
/// var id = Display.display("working …");
/// Display.updateDisplay(id, "done");
/// ```
public final class Display {

  private static volatile DisplayHost host = new TerminalHost();

  private Display() {}

  /// Shows a value and returns the id under which [#updateDisplay] replaces it.
  public static String display(Object value, String... mimes) {
    var id = UUID.randomUUID().toString();
    host.show(render(value, mimes), id, false);
    return id;
  }

  /// Replaces what is shown under `id`, in every place where it stands.
  public static void updateDisplay(String id, Object value, String... mimes) {
    host.show(render(value, mimes), Objects.requireNonNull(id, "id"), true);
  }

  /// Removes what the cell has shown so far.
  public static void clearOutput() {
    clearOutput(false);
  }

  /// Removes what the cell has shown so far.
  ///
  /// @param wait true waits for the next output, which avoids flicker
  public static void clearOutput(boolean wait) {
    host.clearOutput(wait);
  }

  /// Asks the person for one line.
  ///
  /// @throws NoInputException when nobody can answer, as when a notebook runs headless
  public static String input(String prompt) {
    return host.ask(prompt, false);
  }

  /// Asks the person for a line that is not shown while it is typed.
  ///
  /// @throws NoInputException when nobody can answer, as when a notebook runs headless
  public static String password(String prompt) {
    return host.ask(prompt, true);
  }

  /// The formats a value has, without showing it; always with `text/plain`.
  ///
  /// @param mimes asks for certain formats only, none for all. A string is taken as text of that
  ///   format, so that `display("<b>x</b>", "text/html")` shows a bold x; bytes as the content of a
  ///   binary one; lists, maps and strings as JSON where that is asked for
  public static MimeBundle render(Object value, String... mimes) {
    return Renderers.render(value, mimes);
  }

  /// Looks for [Renderer]s again, as after the class path has grown.
  public static void refreshRenderers() {
    Services.refresh();
  }

  /// Where displays go at the moment.
  public static DisplayHost host() {
    return host;
  }

  /// Installs what shows things; the kernel calls it once at start.
  public static void use(DisplayHost newHost) {
    host = Objects.requireNonNull(newHost, "host");
  }
}

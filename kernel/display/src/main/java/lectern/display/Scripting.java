package lectern.display;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/// What a cell may call of the kernel that runs it, as IJava's notebooks do.
///
/// ```java
/// (int) eval("1 + 2") + 3
/// List<String> added = lineMagic("jars", List.of("libs/*.jar"));
/// ```
///
/// They throw what the code throws, and an [IllegalStateException] for code that does not compile,
/// for a magic that is called wrongly, and where no kernel runs.
@SuppressWarnings({"AnnotateFormatMethod", "TypeParameterUnusedInFormals"}) // IJava's signatures
public final class Scripting {

  /// Cells of several subshells may run at the same time, each on a thread of its own.
  private static final InheritableThreadLocal<Interpreter> HERE = new InheritableThreadLocal<>();

  private Scripting() {}

  /// Runs cells; the kernel is one.
  public interface Interpreter {

    /// Runs code as if it stood in a cell; its last value, or null.
    Object eval(String code);

    /// Runs `%name arguments`, with a body `%%name arguments`; its value, or null.
    Object magic(String name, String arguments, Optional<String> body);

    /// An exception as the kernel tells it: places as cells and lines.
    String trace(Throwable thrown);
  }

  /// Prints like `System.out.printf`.
  public static void printf(String format, Object... arguments) {
    System.out.printf(format, arguments);
  }

  /// Runs code as if it stood in a cell; its last value, or null.
  public static Object eval(String code) {
    return interpreter().eval(code);
  }

  /// Runs `%line`, for example `jars libs/*.jar`; its value, or null.
  public static <T> T lineMagic(String line) {
    var words = line.strip().split("\\s+", 2);
    return magic(words[0], words.length > 1 ? words[1] : "", Optional.empty());
  }

  /// Runs `%name arguments`; its value, or null.
  public static <T> T lineMagic(String name, List<String> arguments) {
    return magic(name, quoted(arguments), Optional.empty());
  }

  /// Runs `%%name arguments` over a body; its value, or null.
  public static <T> T cellMagic(String name, List<String> arguments, String body) {
    return magic(name, quoted(arguments), Optional.of(body));
  }

  /// The kernel sets itself here when a cell begins on this thread.
  public static void use(Interpreter interpreter) {
    HERE.set(interpreter);
  }

  /// An exception with where it came from, as a cell that fails would tell it.
  static String trace(Throwable thrown) {
    if (HERE.get() != null) {
      return HERE.get().trace(thrown);
    }
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  @SuppressWarnings("unchecked") // the caller knows what its magic gives, as in IJava
  private static <T> T magic(String name, String arguments, Optional<String> body) {
    return (T) interpreter().magic(name, arguments, body);
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(Scripting::quoted).toList());
  }

  private static String quoted(String word) {
    boolean plain = word.matches("[^\\s\"']+");
    return plain ? word : word.contains("\"") ? "'" + word + "'" : "\"" + word + "\"";
  }

  private static Interpreter interpreter() {
    var interpreter = HERE.get();
    if (interpreter == null) {
      throw new IllegalStateException("no kernel runs here: cells and magics need one");
    }
    return interpreter;
  }
}

package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import lectern.kernel.engine.Outcome;

/// Tells what user code threw: the original exception first, places as cells and lines, frames of
/// the kernel left out.
final class Traces {

  private static final int MOST_FRAMES = 30;
  private static final int MOST_THROWABLES = 20;

  private final Frames frames;

  Traces(Frames frames) {
    this.frames = frames;
  }

  /// The outcome of code that threw.
  Outcome.Failed failed(Throwable thrown) {
    var message = thrown.getMessage() == null ? "" : thrown.getMessage();
    if (thrown instanceof Watch.Exit) {
      return new Outcome.Failed(
          "SystemExit", message, List.of(Ansi.error("SystemExit") + ": " + message));
    }
    var lines = new ArrayList<String>();
    tell(thrown, "", lines, Collections.newSetFromMap(new IdentityHashMap<>()));
    return new Outcome.Failed(simpleName(thrown), message, lines);
  }

  /// Prints an exception as [#failed] tells it; nothing for the end of an interrupted cell.
  void print(Throwable thrown) {
    if (!(thrown instanceof Watch.Stop)) {
      System.err.println(String.join("\n", failed(thrown).traceback()));
    }
  }

  /// Where an interrupted cell stood.
  ///
  /// @param thrown what ended it; null when it stood between two statements
  List<String> interrupted(Throwable thrown) {
    var lines = new ArrayList<String>();
    lines.add(Ansi.error("Interrupted"));
    if (thrown != null) {
      stack(thrown, lines, true);
    }
    return lines;
  }

  private void tell(Throwable each, String relation, List<String> lines, Set<Throwable> seen) {
    if (each == null || seen.size() >= MOST_THROWABLES || !seen.add(each)) {
      return;
    }
    var message = each.getMessage();
    lines.add(relation + Ansi.error(className(each)) + (message == null ? "" : ": " + message));
    stack(each, lines, relation.isEmpty());
    tell(each.getCause(), "Caused by: ", lines, seen);
    for (var suppressed : each.getSuppressed()) {
      tell(suppressed, "Suppressed: ", lines, seen);
    }
  }

  private void stack(Throwable thrown, List<String> lines, boolean withSource) {
    var sourceShown = !withSource;
    var stack = ofUser(thrown.getStackTrace());
    for (var i = 0; i < stack.size(); i++) {
      if (i == MOST_FRAMES) {
        lines.add("    … " + (stack.size() - i) + " more frames");
        return;
      }
      var found = frames.of(stack.get(i));
      if (found.isEmpty()) {
        lines.add("    at " + inWords(stack.get(i)));
        continue;
      }
      var place = found.get();
      var words = Ansi.place(place(place.origin().cell()) + ", line " + place.line());
      var line = "    at " + (place.who().isEmpty() ? words : place.who() + " (" + words + ")");
      if (!lines.getLast().equals(line)) {
        lines.add(line);
      }
      if (!sourceShown) {
        lines.add("        " + place.origin().lineText(place.line()).strip());
        sourceShown = true;
      }
    }
  }

  /// A frame without the names of loaders and of the JDK's modules.
  private static String inWords(StackTraceElement frame) {
    var place =
        frame.getFileName() == null
            ? "no source"
            : frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
  }

  /// The frames above the kernel's own, without those of reflection and of the woven checks.
  private static List<StackTraceElement> ofUser(StackTraceElement[] stack) {
    var kept = new ArrayList<StackTraceElement>();
    for (var frame : stack) {
      var owner = frame.getClassName();
      if (owner.startsWith("lectern.kernel.")) {
        if (owner.startsWith(Watch.class.getName())) {
          continue;
        }
        break;
      }
      kept.add(frame);
    }
    while (!kept.isEmpty() && isReflection(kept.getLast())) {
      kept.removeLast();
    }
    return kept;
  }

  private static boolean isReflection(StackTraceElement frame) {
    var owner = frame.getClassName();
    return owner.startsWith("jdk.internal.reflect.")
        || owner.startsWith("java.lang.invoke.")
        || owner.equals("java.lang.reflect.Method");
  }

  /// `Cell [7]`, or `Startup` for what ran before the first cell.
  static String place(int cell) {
    return cell > 0 ? "Cell [" + cell + "]" : "Startup";
  }

  private static String simpleName(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    return name.isEmpty() ? className(thrown) : name;
  }

  private static String className(Throwable thrown) {
    var name = thrown.getClass().getName();
    return name.startsWith("REPL.")
        ? name.replaceFirst("REPL\\.\\$JShell\\$\\w+\\$", "")
        : name.startsWith("java.lang.") ? name.substring("java.lang.".length()) : name;
  }
}

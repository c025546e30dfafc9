package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import jdk.jshell.JShellException;
import lectern.kernel.engine.Outcome;

/// Tells what user code threw: the original exception first, places as cells and lines, frames of
/// the kernel left out.
final class Traces {

  private static final int MOST_FRAMES = 30;

  private final Origins origins;

  Traces(Origins origins) {
    this.origins = origins;
  }

  /// The outcome of a snippet that threw.
  ///
  /// @param thrown the exception, its causes and suppressed ones
  /// @param translated the same, as JShell reports them
  Outcome.Failed failed(List<Throwable> thrown, JShellException translated) {
    var first = thrown.getFirst();
    return new Outcome.Failed(simpleName(first), messageOf(first), lines(thrown, translated));
  }

  /// The lines of an exception that was not thrown through JShell.
  Outcome.Failed failed(Throwable thrown) {
    return failed(List.of(thrown), null);
  }

  /// Where an interrupted cell stood.
  List<String> interrupted(List<Throwable> thrown, JShellException translated) {
    var lines = new ArrayList<String>();
    lines.add(Ansi.error("Interrupted"));
    if (!thrown.isEmpty()) {
      var stack = stackOf(thrown.getFirst(), translated);
      if (Arrays.stream(stack).anyMatch(frame -> originOf(frame) != null)) {
        frames(stack, lines, true);
      }
    }
    return lines;
  }

  private List<String> lines(List<Throwable> thrown, JShellException translated) {
    Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
    thrown.forEach(t -> causes.add(t.getCause()));
    var lines = new ArrayList<String>();
    var reported = translated;
    for (var i = 0; i < thrown.size(); i++) {
      var each = thrown.get(i);
      var relation = i == 0 ? "" : causes.contains(each) ? "Caused by: " : "Suppressed: ";
      var message = each.getMessage();
      lines.add(relation + Ansi.error(className(each)) + (message == null ? "" : ": " + message));
      frames(reported == null ? ofUser(each) : reported.getStackTrace(), lines, i == 0);
      reported = reported == null ? null : (JShellException) reported.getCause();
    }
    return lines;
  }

  private static StackTraceElement[] stackOf(Throwable thrown, JShellException translated) {
    return translated == null ? thrown.getStackTrace() : translated.getStackTrace();
  }

  /// The frames above the kernel's own.
  private static StackTraceElement[] ofUser(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .takeWhile(frame -> !isKernel(frame))
        .toArray(StackTraceElement[]::new);
  }

  private void frames(StackTraceElement[] stack, List<String> lines, boolean withSource) {
    var sourceShown = !withSource;
    var shown = 0;
    for (var i = 0; i < stack.length; i++) {
      var frame = stack[i];
      if (isKernel(frame)) {
        continue;
      }
      if (shown++ >= MOST_FRAMES) {
        lines.add("    … " + (stack.length - i) + " more frames");
        return;
      }
      var origin = originOf(frame);
      if (origin == null) {
        lines.add("    at " + frame);
        continue;
      }
      var line = origin.cellLine(frame.getLineNumber());
      lines.add("    at " + inWords(frame, origin.cell(), line));
      if (!sourceShown) {
        lines.add("        " + origin.lineText(line).strip());
        sourceShown = true;
      }
    }
  }

  private Origins.Origin originOf(StackTraceElement frame) {
    var file = frame.getFileName();
    return file == null || !file.startsWith("#")
        ? null
        : origins.of(file.substring(1)).orElse(null);
  }

  private static String inWords(StackTraceElement frame, int cell, int line) {
    var method = frame.getMethodName();
    var name = method.startsWith("lambda$") ? "lambda" : method;
    var owner = frame.getClassName();
    var who = owner.isEmpty() ? name : name.isEmpty() ? owner : owner + "." + name;
    var place = Ansi.place(place(cell) + ", line " + line);
    return who.isEmpty() ? place : who + " (" + place + ")";
  }

  /// `Cell [7]`, or `Startup` for what ran before the first cell.
  static String place(int cell) {
    return cell > 0 ? "Cell [" + cell + "]" : "Startup";
  }

  private static boolean isKernel(StackTraceElement frame) {
    var owner = frame.getClassName();
    return owner.startsWith("lectern.kernel.")
        || owner.startsWith("jdk.jshell.")
        || owner.startsWith("jdk.internal.reflect.")
        || owner.equals("java.lang.reflect.Method");
  }

  /// The simple name, also of classes that cells declare and of anonymous ones.
  static String simpleName(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    return name.isEmpty() ? className(thrown) : name;
  }

  static String messageOf(Throwable thrown) {
    return thrown.getMessage() == null ? "" : thrown.getMessage();
  }

  private static String className(Throwable thrown) {
    var name = thrown.getClass().getName();
    return name.startsWith("REPL.")
        ? name.replaceFirst("REPL\\.\\$JShell\\$\\w+\\$", "")
        : name.startsWith("java.lang.") ? name.substring(10) : name;
  }
}

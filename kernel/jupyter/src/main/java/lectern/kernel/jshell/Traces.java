package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import lectern.kernel.engine.Outcome;

/// Tells what user code threw: the original exception first, places as cells and lines, frames of
/// the kernel left out, those of the JDK and those of a recursion folded.
final class Traces {

  private static final int MOST_FRAMES = 30;
  private static final int MOST_THROWABLES = 20;
  private static final int MOST_OF_JDK = 3;
  private static final int LONGEST_PERIOD = 8;
  private static final int FEWEST_ROUNDS = 3;
  private static final String AT = "    at ";
  private static final String JAVA_LANG = "java.lang.";

  private static final Pattern NULL = Pattern.compile("because \"(\\w+)\" is null");
  private static final Pattern CAST =
      Pattern.compile("class (\\S+) cannot be cast to class (\\S+)");

  private final Frames frames;
  private final Declarations declarations;

  Traces(Frames frames, Declarations declarations) {
    this.frames = frames;
    this.declarations = declarations;
  }

  /// The outcome of code that threw.
  Outcome.Failed failed(Throwable thrown) {
    var message = message(thrown);
    if (thrown instanceof Watch.Exit) {
      return new Outcome.Failed(
          "SystemExit", message, List.of(Ansi.error("SystemExit") + ": " + message));
    }
    if (thrown instanceof Magics.UsageException) {
      return new Outcome.Failed(
          "UsageError", message, List.of(Ansi.error("UsageError") + ": " + message));
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
    var message = message(each);
    lines.add(relation + Ansi.error(className(each)) + (message.isEmpty() ? "" : ": " + message));
    hint(each, message).ifPresent(hint -> lines.add("  " + Ansi.hint(hint)));
    stack(each, lines, relation.isEmpty());
    tell(each.getCause(), "Caused by: ", lines, seen);
    for (var suppressed : each.getSuppressed()) {
      tell(suppressed, "Suppressed: ", lines, seen);
    }
  }

  /// What a redefinition in the notebook has to do with an exception.
  private java.util.Optional<String> hint(Throwable thrown, String message) {
    var isNull = NULL.matcher(message);
    if (thrown instanceof NullPointerException && isNull.find()) {
      return declarations.whyReset(isNull.group(1));
    }
    var cast = CAST.matcher(message);
    return thrown instanceof ClassCastException
            && cast.find()
            && cast.group(1).equals(cast.group(2))
        ? java.util.Optional.of(
            "The object was made by "
                + cast.group(1)
                + " before that was declared again. Run the cell that makes it again.")
        : java.util.Optional.empty();
  }

  private void stack(Throwable thrown, List<String> lines, boolean withSource) {
    var told = new ArrayList<String>();
    var source = "";
    var sourceAt = -1;
    for (var frame : withoutInnards(ofUser(thrown.getStackTrace()))) {
      if (frame instanceof String text) {
        told.add(text);
        continue;
      }
      var element = (StackTraceElement) frame;
      var found = frames.of(element);
      if (found.isEmpty()) {
        told.add(AT + (Frames.isOfCell(element) ? "an earlier cell" : inWords(element)));
        continue;
      }
      var place = found.get();
      var words = Ansi.place(place.origin().place() + ", line " + place.line());
      var line = AT + (place.who().isEmpty() ? words : place.who() + " (" + words + ")");
      if (!told.isEmpty() && told.getLast().equals(line) && place.who().isEmpty()) {
        continue; // JShell splits a cell's top level into several methods
      }
      told.add(line);
      if (sourceAt < 0) {
        source = place.origin().lineText(place.line()).strip();
        sourceAt = told.size();
      }
    }
    if (withSource && sourceAt >= 0) {
      told.set(sourceAt - 1, told.get(sourceAt - 1) + "\n        " + source);
    }
    var folded = withoutRounds(told);
    for (var line : folded.subList(0, Math.min(MOST_FRAMES, folded.size()))) {
      lines.addAll(line.lines().toList());
    }
    if (folded.size() > MOST_FRAMES) {
      lines.add("    … " + (folded.size() - MOST_FRAMES) + " more frames");
    }
  }

  /// Of many frames of the JDK in a row the method that was called and, unless it is an innard, the
  /// one that threw; the rest as a count.
  private static List<Object> withoutInnards(List<StackTraceElement> stack) {
    var kept = new ArrayList<Object>();
    for (var from = 0; from < stack.size(); ) {
      var to = from;
      while (to < stack.size() && isOfJdk(stack.get(to))) {
        to++;
      }
      if (to == from) {
        kept.add(stack.get(from++));
        continue;
      }
      if (to - from <= MOST_OF_JDK) {
        kept.addAll(stack.subList(from, to));
      } else {
        var first = from;
        if (!isInnard(stack.get(from))) {
          kept.add(stack.get(first++));
        }
        kept.add("    … " + (to - 1 - first) + " frames of the JDK");
        kept.add(stack.get(to - 1));
      }
      from = to;
    }
    return kept;
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    var module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  private static boolean isInnard(StackTraceElement frame) {
    return frame.getClassName().startsWith("jdk.") || frame.getClassName().startsWith("sun.");
  }

  /// Frames that come again and again, once and with their number.
  private static List<String> withoutRounds(List<String> told) {
    var plain = told.stream().map(line -> line.lines().findFirst().orElse("")).toList();
    var kept = new ArrayList<String>();
    for (var at = 0; at < told.size(); ) {
      var period = 0;
      var rounds = 0;
      for (var p = 1; p <= LONGEST_PERIOD && period == 0; p++) {
        rounds = roundsAt(plain, at, p);
        period = rounds >= FEWEST_ROUNDS ? p : 0;
      }
      if (period == 0) {
        kept.add(told.get(at++));
        continue;
      }
      kept.addAll(told.subList(at, at + period));
      var what = period == 1 ? "the same frame " : "these " + period + " frames ";
      kept.add("    … " + what + (rounds - 1) + " times more");
      at += period * rounds;
    }
    return kept;
  }

  private static int roundsAt(List<String> lines, int at, int period) {
    var rounds = 1;
    while (at + (rounds + 1) * period <= lines.size()
        && lines
            .subList(at, at + period)
            .equals(lines.subList(at + rounds * period, at + (rounds + 1) * period))) {
      rounds++;
    }
    return rounds;
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
    for (var frame : belowKernel(stack)) {
      var owner = frame.getClassName();
      if (owner.startsWith("lectern.kernel.")) {
        if (owner.startsWith(Watch.class.getName())) {
          continue;
        }
        break;
      }
      kept.add(frame);
    }
    while (!kept.isEmpty() && (isReflection(kept.getLast()) || isWidget(kept.getLast()))) {
      kept.removeLast();
    }
    return kept;
  }

  /// Without what the kernel did for a cell that called it: `input`, `eval`, a magic.
  private static List<StackTraceElement> belowKernel(StackTraceElement[] stack) {
    var from = 0;
    for (var i = 0; i < stack.length && !stack[i].getClassName().startsWith("REPL."); i++) {
      var owner = stack[i].getClassName();
      boolean isKernel =
          owner.startsWith("lectern.kernel.") && !owner.startsWith(Watch.class.getName());
      if (isKernel || (from > 0 && owner.startsWith("lectern.display."))) {
        from = i + 1;
      }
    }
    var rest = List.of(stack).subList(from, stack.length);
    return rest.stream().anyMatch(f -> f.getClassName().startsWith("REPL."))
        ? rest
        : List.of(stack);
  }

  /// What lies between the kernel and a widget's callback.
  private static boolean isWidget(StackTraceElement frame) {
    return frame.getClassName().startsWith("lectern.widget.")
        || frame.getClassName().startsWith("lectern.display.");
  }

  private static boolean isReflection(StackTraceElement frame) {
    var owner = frame.getClassName();
    return owner.startsWith("jdk.internal.reflect.")
        || owner.startsWith("java.lang.invoke.")
        || owner.equals("java.lang.reflect.Method");
  }

  /// What an exception says, if its own code lets it.
  private static String message(Throwable thrown) {
    try {
      var message = thrown.getMessage();
      return message == null ? "" : Names.message(message);
    } catch (RuntimeException | StackOverflowError e) {
      return "(its message threw " + e.getClass().getSimpleName() + ")";
    }
  }

  private static String simpleName(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    return name.isEmpty() ? className(thrown) : name;
  }

  private static String className(Throwable thrown) {
    var name = Names.plain(thrown.getClass().getName());
    return name.lastIndexOf('.') == JAVA_LANG.length() - 1 && name.startsWith(JAVA_LANG)
        ? name.substring(JAVA_LANG.length())
        : name;
  }
}

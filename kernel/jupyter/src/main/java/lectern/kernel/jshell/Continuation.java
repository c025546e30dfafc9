package lectern.kernel.jshell;

import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import lectern.kernel.engine.Completeness;
import lectern.kernel.engine.Completeness.Status;

/// Decides whether Enter runs a cell or opens its next line, and how far that is indented.
final class Continuation {

  private static final Pattern ANNOTATION =
      Pattern.compile("(?:^|[;}\\n])\\s*@[\\p{L}_$][\\w.$]*\\s*(?:\\([^()]*\\))?\\s*$");
  private static final Pattern OPENS = Pattern.compile("[{(\\[]\\s*$");

  /// A statement follows: `if (x)`, `else`, `case 1:`.
  private static final Pattern LEADS =
      Pattern.compile(
          "(?:^|\\s|\\})(?:(?:if|for|while)\\s*\\(.*\\)|else|do|(?:case .*|default\\s*):)\\s*$");

  private static final Pattern GOES_ON =
      Pattern.compile(
          "(?:[-+*/%&|^=<>?,.]|[^:]:|\\b(?:return|throw|new|extends|implements|throws))\\s*$");

  /// What JShell takes for whole: `a ? b :`.
  private static final Pattern CONDITIONAL = Pattern.compile("\\?[^;{}]*:\\s*$");

  private Continuation() {}

  /// The answer for a whole cell, magics included.
  static Completeness of(String cell, SourceCodeAnalysis analysis) {
    var parts = CellPart.of(cell);
    if (parts.isEmpty()) {
      return complete();
    }
    return switch (parts.getLast()) {
      case CellPart.Line ignored -> complete();
      case CellPart.Assigned ignored -> complete();
      case CellPart.Whole whole ->
          cell.endsWith("\n") ? complete() : incomplete(lastIndent(whole.body()));
      case CellPart.Code code -> ofCode(code.text(), analysis);
    };
  }

  private static Completeness complete() {
    return new Completeness(Status.COMPLETE, "");
  }

  private static Completeness incomplete(String indent) {
    return new Completeness(Status.INCOMPLETE, indent);
  }

  private static Completeness ofCode(String code, SourceCodeAnalysis analysis) {
    var plain = JavaScanner.of(code).plain();
    if (ANNOTATION.matcher(plain).find() || CONDITIONAL.matcher(plain).find()) {
      return incomplete(indent(code));
    }
    var rest = code;
    while (true) {
      var info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case COMPLETE, COMPLETE_WITH_SEMI -> {
          if (info.remaining().isBlank()) {
            return complete();
          }
          if (info.remaining().length() >= rest.length()) {
            return new Completeness(Status.UNKNOWN, "");
          }
          rest = info.remaining();
        }
        case EMPTY -> {
          return JavaScanner.of(code).openComment() < 0 ? complete() : incomplete(lastIndent(code));
        }
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return incomplete(indent(code));
        }
        default -> {
          return new Completeness(Status.INVALID, "");
        }
      }
    }
  }

  /// The indentation of the last line that is not blank; deeper behind what opens a bracket or asks
  /// for a statement, twice as deep where an expression goes on.
  private static String indent(String code) {
    var scanner = JavaScanner.of(code);
    if (scanner.unfinished()) {
      return lastIndent(code);
    }
    var lines = scanner.plain().stripTrailing().lines().toList();
    if (lines.isEmpty()) {
      return "";
    }
    var last = lines.getLast();
    var own = indentOf(last);
    var step = own.contains("\t") ? "\t" : "  ";
    if (OPENS.matcher(last).find()) {
      return own + step.repeat(Math.max(1, JavaScanner.of(last).depth()));
    }
    if (LEADS.matcher(last).find() || last.stripTrailing().endsWith("->")) {
      return own + step;
    }
    if (GOES_ON.matcher(last).find()) {
      var before = lines.size() > 1 ? lines.get(lines.size() - 2) : "";
      var isDeeper = !before.isBlank() && own.length() > indentOf(before).length();
      var inList = last.stripTrailing().endsWith(",");
      var isAligned = isDeeper || (inList && scanner.depth() > 0 && lines.size() > 1);
      return isAligned ? own : own + step + step;
    }
    return own;
  }

  private static String lastIndent(String code) {
    return code.isBlank() ? "" : indentOf(code.stripTrailing().lines().toList().getLast());
  }

  private static String indentOf(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }
}

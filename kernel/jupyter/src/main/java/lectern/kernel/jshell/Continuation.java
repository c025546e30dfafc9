package lectern.kernel.jshell;

import jdk.jshell.SourceCodeAnalysis;
import lectern.kernel.engine.Completeness;
import lectern.kernel.engine.Completeness.Status;

/// Decides whether Enter runs a cell or opens its next line.
final class Continuation {

  private Continuation() {}

  /// The answer for a whole cell, magics included.
  static Completeness of(String cell, SourceCodeAnalysis analysis) {
    var parts = CellPart.of(cell);
    if (parts.isEmpty()) {
      return new Completeness(Status.COMPLETE, "");
    }
    return switch (parts.getLast()) {
      case CellPart.Line ignored -> new Completeness(Status.COMPLETE, "");
      case CellPart.Whole whole ->
          cell.endsWith("\n")
              ? new Completeness(Status.COMPLETE, "")
              : new Completeness(whole.body().isEmpty() ? Status.INCOMPLETE : Status.COMPLETE, "");
      case CellPart.Code code -> ofCode(code.text(), analysis);
    };
  }

  private static Completeness ofCode(String code, SourceCodeAnalysis analysis) {
    var rest = code;
    while (true) {
      var info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case COMPLETE, COMPLETE_WITH_SEMI -> {
          if (info.remaining().isBlank()) {
            return new Completeness(Status.COMPLETE, "");
          }
          if (info.remaining().length() >= rest.length()) {
            return new Completeness(Status.UNKNOWN, "");
          }
          rest = info.remaining();
        }
        case EMPTY -> {
          return new Completeness(Status.COMPLETE, "");
        }
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return new Completeness(Status.INCOMPLETE, indent(code));
        }
        default -> {
          return new Completeness(Status.INVALID, "");
        }
      }
    }
  }

  /// Two spaces for each open bracket.
  private static String indent(String code) {
    return "  ".repeat(JavaScanner.of(code).depth());
  }
}

package lectern.kernel.jshell;

/// The Java in a cell, with everything else blank, so that offsets stay those of the cell.
final class JavaCode {

  private JavaCode() {}

  /// The Java before a cursor: magics blank, but for the code that one of them takes.
  static String before(String cell, int cursor, Magics magics) {
    var code = new StringBuilder(cell.substring(0, cursor));
    for (var part : CellPart.of(code.toString())) {
      switch (part) {
        case CellPart.Code ignored -> {}
        case CellPart.Whole whole -> blank(code, 0, whole.bodyOffset());
        case CellPart.Assigned assigned -> {
          var end = code.indexOf("\n", assigned.offset());
          blank(code, assigned.offset(), end < 0 ? code.length() : end);
        }
        case CellPart.Line line -> {
          var end = code.indexOf("\n", line.offset());
          var until = end < 0 ? code.length() : end;
          var isLast = end < 0 && magics.takesCode(line.name());
          var name = code.indexOf(line.name(), line.offset()) + line.name().length();
          blank(code, line.offset(), isLast ? name : until);
        }
      }
    }
    return code.toString();
  }

  private static void blank(StringBuilder code, int from, int to) {
    for (var i = from; i < Math.min(to, code.length()); i++) {
      if (code.charAt(i) != '\n') {
        code.setCharAt(i, ' ');
      }
    }
  }

  /// Where the name begins that ends at `end`.
  static int wordStart(String code, int end) {
    var start = end;
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /// The name at the end of code; empty when it ends otherwise.
  static String wordBefore(String code) {
    return code.substring(wordStart(code, code.length()));
  }
}

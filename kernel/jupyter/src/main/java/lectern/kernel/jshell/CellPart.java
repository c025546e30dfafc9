package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A cell is Java code with magics between, or one magic that takes the whole cell.
sealed interface CellPart {

  /// A line that assigns what a magic gives; `=` before `%` is nothing else in Java.
  Pattern ASSIGNED = Pattern.compile("[\\w.,<>?\\[\\] \\t]*\\w\\s*=[ \\t]*%[a-zA-Z]");

  /// Java code.
  ///
  /// @param offset where it stands in the cell
  record Code(int offset, String text) implements CellPart {}

  /// `%name arguments`, one line.
  record Line(int offset, String name, String arguments) implements CellPart {}

  /// `type variable = %name arguments`, one line.
  ///
  /// @param left what stands before the magic, `=` included
  record Assigned(int offset, String left, String line) implements CellPart {}

  /// `%%name arguments` and all lines below.
  ///
  /// @param bodyOffset where the body stands in the cell
  record Whole(String name, String arguments, String body, int bodyOffset) implements CellPart {}

  /// The parts of a cell in their order. A magic is a line that begins with `%` and a letter, or
  /// that assigns such a one, outside brackets, comments and texts.
  static List<CellPart> of(String cell) {
    var first = cell.indexOf(cell.stripLeading());
    if (cell.startsWith("%%", first) && isMagic(cell, first + 1)) {
      var end = lineEnd(cell, first);
      var body = Math.min(cell.length(), end + 1);
      var words = split(cell.substring(first + 2, end));
      return List.of(new Whole(words[0], words[1], cell.substring(body), body));
    }
    var parts = new ArrayList<CellPart>();
    var from = 0;
    while (true) {
      var magic = nextMagic(cell, from);
      var until = magic < 0 ? cell.length() : magic;
      if (!cell.substring(from, until).isBlank()) {
        parts.add(new Code(from, cell.substring(from, until)));
      }
      if (magic < 0) {
        return parts;
      }
      var end = lineEnd(cell, magic);
      var sign = cell.indexOf('%', magic);
      var left = cell.substring(magic, sign);
      var line = cell.substring(sign + 1, end).strip();
      var words = split(line);
      parts.add(
          left.isBlank() ? new Line(magic, words[0], words[1]) : new Assigned(magic, left, line));
      from = Math.min(cell.length(), end + 1);
    }
  }

  private static int nextMagic(String cell, int from) {
    if (cell.indexOf('%', from) < 0) {
      return -1;
    }
    for (int line : JavaScanner.of(cell.substring(from)).topLines()) {
      var at = from + line;
      while (at < cell.length() && (cell.charAt(at) == ' ' || cell.charAt(at) == '\t')) {
        at++;
      }
      if (isMagic(cell, at) || ASSIGNED.matcher(cell).region(at, lineEnd(cell, at)).lookingAt()) {
        return from + line;
      }
    }
    return -1;
  }

  private static boolean isMagic(String cell, int at) {
    return at + 1 < cell.length()
        && cell.charAt(at) == '%'
        && Character.isLetter(cell.charAt(at + 1));
  }

  private static int lineEnd(String cell, int at) {
    var end = cell.indexOf('\n', at);
    return end < 0 ? cell.length() : end;
  }

  private static String[] split(String line) {
    var words = line.strip().split("\\s+", 2);
    return words.length == 2 ? words : new String[] {words[0], ""};
  }
}

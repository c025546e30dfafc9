package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Splits code into the pieces that JShell runs one by one.
final class Pieces {

  /// `int x =`, `List<String> f(`, `class A`, with modifiers and annotations before it.
  private static final Pattern DECLARATION =
      Pattern.compile(
          "^(?:@\\w+(?:\\([^)]*\\))?\\s+)*(?:[\\w.$]+(?:<[^;={(]*>)?(?:\\s*\\[\\s*])*\\s+)+([\\p{L}_$][\\w$]*)\\s*(?:[=;,({<\\[]|extends\\b|implements\\b)");

  /// `a.b(…);`, `x = …;`, `x++;`
  private static final Pattern CALL =
      Pattern.compile(
          "^(?!(?:throw|return|yield|new|assert)\\b)[\\w$]+(?:\\s*\\.\\s*[\\w$]+)*\\s*(?:\\(|\\+\\+|--|[-+*/%&|^]?=(?!=))");

  private static final Pattern CONTROL = Pattern.compile("^(?:for|while|if|try|synchronized)\\b");

  /// The package of a source file, below its comments.
  private static final Pattern PACKAGE =
      Pattern.compile("^(?:\\s|//[^\n]*\n|/\\*[\\s\\S]*?\\*/)*(package\\s+[\\w.]+\\s*;)");

  private final Session session;

  Pieces(Session session) {
    this.session = session;
  }

  /// One statement, expression or declaration.
  ///
  /// @param offset where it begins in the cell
  /// @param hidden whether it ends with a `;`, so that its value is not shown
  record Piece(String source, int offset, boolean hidden) {

    /// Whether it is a statement that declares nothing and shows nothing, so that it can be
    /// compiled together with its neighbours.
    boolean isPlain() {
      return hidden
          ? CALL.matcher(source).find()
          : source.endsWith("}") && CONTROL.matcher(source).find();
    }

    /// Where it ends in the cell.
    int end() {
      return offset + source.length();
    }

    /// The name that the piece declares, as far as can be told from its text; empty for none.
    String declaredName() {
      var matcher = DECLARATION.matcher(source);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  /// The pieces of code that begins at `offset` in its cell. What a cell declares has no package;
  /// the line of a pasted file that names one counts as blank.
  List<Piece> of(String code, int offset) {
    var line = PACKAGE.matcher(code);
    if (!line.find()) {
      return session.locked(() -> split(code, offset));
    }
    var blank = line.group(1).replaceAll("[^\\n]", " ");
    var without = code.substring(0, line.start(1)) + blank + code.substring(line.end(1));
    return session.locked(() -> split(without, offset));
  }

  private List<Piece> split(String code, int offset) {
    var pieces = new ArrayList<Piece>();
    var rest = code;
    while (!rest.isBlank()) {
      var info = session.analysis().analyzeCompletion(rest);
      var at = offset + code.length() - rest.length();
      var complete = info.completeness().isComplete() && info.source() != null;
      var source = complete ? info.source() : rest;
      var remaining = complete ? info.remaining() : "";
      var taken = rest.substring(0, rest.length() - remaining.length());
      var last = JavaScanner.of(taken).lastSignificant();
      if (last >= 0) {
        var blank = source.length() - source.stripLeading().length();
        pieces.add(new Piece(source.strip(), at + blank, taken.charAt(last) == ';'));
      }
      if (remaining.length() >= rest.length()) {
        break;
      }
      rest = remaining;
    }
    return pieces;
  }
}

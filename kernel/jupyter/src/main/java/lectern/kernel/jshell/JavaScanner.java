package lectern.kernel.jshell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Reads Java just well enough to know what is code and what is a comment or a text, and how deep
/// in brackets a place lies. It never fails, whatever it is given.
final class JavaScanner {

  /// Stands for each character of a text in [#plain].
  static final char TEXT = '\u0002';

  private final String code;
  private int at;
  private final Deque<Character> open = new ArrayDeque<>();
  private final List<Integer> topLines = new ArrayList<>();
  private int lastSignificant = -1;
  private boolean unfinished;
  private int openComment = -1;
  private final StringBuilder plain;

  private JavaScanner(String code) {
    this.code = code;
    plain = new StringBuilder(code);
  }

  /// Scans a whole text.
  static JavaScanner of(String code) {
    var scanner = new JavaScanner(code);
    scanner.scan();
    return scanner;
  }

  /// Offsets of the lines that begin outside brackets, comments and texts.
  List<Integer> topLines() {
    return topLines;
  }

  /// The offset of the last character that is neither white space nor comment; -1 for none.
  int lastSignificant() {
    return lastSignificant;
  }

  /// The brackets still open at the end.
  int depth() {
    return open.size();
  }

  /// Whether the end lies inside a comment or a text.
  boolean unfinished() {
    return unfinished;
  }

  /// Where a comment begins that does not end; -1 for none.
  int openComment() {
    return openComment;
  }

  /// The code with its comments blank and each character of its texts, quotes and the line ends of
  /// a text block included, as [#TEXT].
  String plain() {
    return plain.toString();
  }

  private void mask(int from, char with) {
    for (var i = from; i < at; i++) {
      if (with == TEXT || code.charAt(i) != '\n') {
        plain.setCharAt(i, with);
      }
    }
  }

  private void scan() {
    var lineStart = true;
    while (at < code.length()) {
      if (lineStart && open.isEmpty()) {
        topLines.add(at);
      }
      lineStart = false;
      var c = code.charAt(at);
      if (c == '\n') {
        lineStart = true;
        at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (code.startsWith("//", at)) {
        var begin = at;
        var end = code.indexOf('\n', at);
        unfinished = end < 0;
        at = end < 0 ? code.length() : end;
        mask(begin, ' ');
      } else if (code.startsWith("/*", at)) {
        skipComment();
      } else if (code.startsWith("\"\"\"", at)) {
        lastSignificant = at;
        skipTextBlock();
      } else if (c == '"' || c == '\'') {
        lastSignificant = at;
        skipQuoted(c);
      } else {
        bracket(c);
        lastSignificant = at++;
      }
    }
  }

  private void bracket(char c) {
    switch (c) {
      case '(', '[', '{' -> open.push(c);
      case ')', ']', '}' -> open.poll();
      default -> {}
    }
  }

  private void skipComment() {
    var found = code.indexOf("*/", at + 2);
    unfinished = found < 0;
    openComment = found < 0 ? at : -1;
    var begin = at;
    at = found < 0 ? code.length() : found + 2;
    mask(begin, ' ');
  }

  private void skipTextBlock() {
    var begin = at;
    at += 3;
    while (at < code.length() && !code.startsWith("\"\"\"", at)) {
      at += code.charAt(at) == '\\' ? 2 : 1;
    }
    unfinished = at >= code.length();
    at = Math.min(code.length(), at + 3);
    mask(begin, TEXT);
    lastSignificant = at - 1;
  }

  private void skipQuoted(char quote) {
    var begin = at;
    at++;
    while (at < code.length() && code.charAt(at) != quote && code.charAt(at) != '\n') {
      at += code.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(code.length(), at);
    unfinished = at >= code.length();
    if (!unfinished && code.charAt(at) == quote) {
      lastSignificant = at++;
    }
    mask(begin, TEXT);
  }
}

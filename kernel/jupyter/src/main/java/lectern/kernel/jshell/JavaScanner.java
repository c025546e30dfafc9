package lectern.kernel.jshell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Reads Java just well enough to know what is code and what is a comment or a text, and how deep
/// in brackets a place lies. It never fails, whatever it is given.
final class JavaScanner {

  private final String code;
  private int at;
  private final Deque<Character> open = new ArrayDeque<>();
  private final List<Integer> topLines = new ArrayList<>();
  private int lastSignificant = -1;
  private boolean unfinished;

  private JavaScanner(String code) {
    this.code = code;
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
        var end = code.indexOf('\n', at);
        unfinished = end < 0;
        at = end < 0 ? code.length() : end;
      } else if (code.startsWith("/*", at)) {
        skipTo("*/", 2);
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

  private void skipTo(String end, int from) {
    var found = code.indexOf(end, at + from);
    unfinished = found < 0;
    at = found < 0 ? code.length() : found + end.length();
  }

  private void skipTextBlock() {
    at += 3;
    while (at < code.length() && !code.startsWith("\"\"\"", at)) {
      at += code.charAt(at) == '\\' ? 2 : 1;
    }
    unfinished = at >= code.length();
    at = Math.min(code.length(), at + 3);
    lastSignificant = at - 1;
  }

  private void skipQuoted(char quote) {
    at++;
    while (at < code.length() && code.charAt(at) != quote && code.charAt(at) != '\n') {
      at += code.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(code.length(), at);
    unfinished = at >= code.length();
    if (!unfinished && code.charAt(at) == quote) {
      lastSignificant = at++;
    }
  }
}

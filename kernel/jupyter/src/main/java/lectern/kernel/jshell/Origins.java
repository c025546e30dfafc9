package lectern.kernel.jshell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers from which cell and line each snippet came.
final class Origins {

  private final Map<String, Origin> bySnippet = new ConcurrentHashMap<>();

  /// Where a snippet stands.
  ///
  /// @param place the cell or the file, as people are told it
  /// @param code the whole cell or file
  /// @param offset where the snippet's source begins in it
  /// @param apart how many blanks stand before it only in what is compiled
  record Origin(String place, String code, int offset, int apart) {

    Origin(String place, String code, int offset) {
      this(place, code, offset, 0);
    }

    /// Where a place in the compiled source stands in the cell.
    int at(int position) {
      return offset + Math.max(0, position - apart);
    }

    /// The line of the cell, counted from 1, on which the snippet's n-th line (from 1) stands.
    int cellLine(int snippetLine) {
      return lineOf(code, offset) + snippetLine - 1;
    }

    /// A line of the cell; empty when there is none of that number.
    String lineText(int line) {
      return code.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    }
  }

  void put(String snippetId, Origin origin) {
    bySnippet.put(snippetId, origin);
  }

  void remove(String snippetId) {
    bySnippet.remove(snippetId);
  }

  Optional<Origin> of(String snippetId) {
    return Optional.ofNullable(bySnippet.get(snippetId));
  }

  /// The cell or file of a snippet; empty when nobody knows.
  String placeOf(String snippetId) {
    return of(snippetId).map(Origin::place).orElse("");
  }

  /// The line, counted from 1, in which an offset lies.
  static int lineOf(String code, int offset) {
    return 1
        + (int)
            code.substring(0, Math.min(offset, code.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }
}

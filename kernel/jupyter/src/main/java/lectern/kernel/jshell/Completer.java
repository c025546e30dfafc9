package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lectern.kernel.engine.Completion;
import lectern.kernel.engine.Completion.Candidate;

/// Suggests what could stand at the cursor: what JShell knows, the names of the cell itself, and
/// magics.
///
/// Ranked: what fits the expected type, then the notebook's own names, then the rest by alphabet.
final class Completer {

  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");
  private static final int MOST = 400;

  private final Session session;
  private final Magics magics;
  private final Signatures signatures;

  Completer(Session session, Magics magics) {
    this.session = session;
    this.magics = magics;
    signatures = new Signatures(session);
  }

  /// Candidates at a cursor; none when nothing fits.
  Completion complete(String code, int cursor) {
    var at = Math.max(0, Math.min(cursor, code.length()));
    var line = code.lastIndexOf('\n', at - 1) + 1;
    var typed = code.substring(line, at);
    if (typed.stripLeading().startsWith("%")) {
      return magic(typed, at);
    }
    return session.locked(() -> java(code, at));
  }

  private Completion magic(String typed, int at) {
    var text = typed.stripLeading();
    var word = text.substring(text.lastIndexOf(' ') + 1);
    return new Completion(at - word.length(), at, magics.complete(text));
  }

  private record Ranked(Candidate candidate, int rank) {}

  private Completion java(String cell, int cursor) {
    var from = codeStart(cell, cursor);
    var code = cell.substring(from, cursor);
    if (JavaScanner.of(code).unfinished()) {
      return new Completion(cursor, cursor, List.of());
    }
    var anchor = new int[1];
    var suggestions = session.analysis().completionSuggestions(code, code.length(), anchor);
    var start = suggestions.isEmpty() ? wordStart(cell, cursor) : from + anchor[0];
    var member = start > 0 && cell.substring(0, start).stripTrailing().endsWith(".");
    var known = signatures.at(code, start - from, member);
    Map<String, Ranked> found = new LinkedHashMap<>();
    for (var suggestion : suggestions) {
      var text = suggestion.continuation();
      var name = nameOf(text);
      if (name.contains("$JShell") || name.equals("do_it$")) {
        continue;
      }
      var kind = known.kindOf(name, text);
      var rank =
          (suggestion.matchesType() ? 0 : 4)
              + (known.isOwn(name) ? 0 : 1)
              + (isObjects(name, member) ? 2 : 0);
      found.merge(
          text,
          new Ranked(new Candidate(text, kind, known.of(name, kind)), rank),
          (a, b) -> a.rank <= b.rank ? a : b);
    }
    if (!member) {
      words(cell, start, cursor)
          .forEach(w -> found.putIfAbsent(w, new Ranked(new Candidate(w, "variable", ""), 2)));
    }
    var sorted = new ArrayList<>(found.values());
    sorted.sort(
        Comparator.comparingInt(Ranked::rank)
            .thenComparing(r -> r.candidate.text(), String.CASE_INSENSITIVE_ORDER));
    return new Completion(
        start, cursor, sorted.stream().limit(MOST).map(Ranked::candidate).toList());
  }

  /// What every object has comes after what this one has.
  private static boolean isObjects(String name, boolean member) {
    return member
        && List.of("equals", "getClass", "hashCode", "notify", "notifyAll", "wait").contains(name);
  }

  /// Where the Java code around the cursor begins: below the last magic.
  static int codeStart(String cell, int cursor) {
    var start = 0;
    for (var part : CellPart.of(cell.substring(0, cursor))) {
      start =
          switch (part) {
            case CellPart.Code code -> code.offset();
            case CellPart.Whole whole -> whole.bodyOffset();
            case CellPart.Line ignored -> start;
          };
    }
    return start;
  }

  private static int wordStart(String code, int cursor) {
    var start = cursor;
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /// Words of the cell that begin like the one at the cursor: names that are not declared yet.
  private static List<String> words(String cell, int start, int cursor) {
    var prefix = cell.substring(start, cursor);
    if (prefix.length() < 2) {
      return List.of();
    }
    return WORD.matcher(cell)
        .results()
        .filter(
            m ->
                m.start() != start
                    && m.group().startsWith(prefix)
                    && m.group().length() > prefix.length())
        .map(m -> m.group())
        .distinct()
        .limit(20)
        .toList();
  }

  /// The name at the end of code; empty when it ends otherwise.
  static String wordBefore(String code) {
    return code.substring(wordStart(code, code.length()));
  }

  private static String nameOf(String text) {
    var end = text.indexOf('(');
    return end < 0 ? text : text.substring(0, end);
  }
}

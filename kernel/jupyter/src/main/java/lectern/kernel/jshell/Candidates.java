package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lectern.kernel.engine.Completion.Candidate;

/// Candidates that begin like what is typed, each once with its best rank.
final class Candidates {

  private static final int MOST = 400;

  /// A candidate and its place among the others, the lowest first.
  private record Ranked(Candidate candidate, int rank) {}

  private final String prefix;
  private final Map<String, Ranked> byText = new LinkedHashMap<>();

  Candidates(String prefix) {
    this.prefix = prefix;
  }

  boolean isEmpty() {
    return byText.isEmpty();
  }

  /// Adds what begins like what is typed; the lowest rank comes first.
  void add(String text, String kind, String signature, int rank) {
    if (text.startsWith(prefix)) {
      force(text, kind, signature, rank);
    }
  }

  /// Adds it whatever it begins with.
  void force(String text, String kind, String signature, int rank) {
    byText.merge(
        text,
        new Ranked(new Candidate(text, kind, signature), rank),
        (a, b) -> a.rank <= b.rank ? a : b);
  }

  /// By rank, then by alphabet, the first few hundred.
  List<Candidate> sorted() {
    var sorted = new ArrayList<>(byText.values());
    sorted.sort(
        Comparator.comparingInt(Ranked::rank)
            .thenComparing(r -> r.candidate.text(), String.CASE_INSENSITIVE_ORDER));
    return sorted.stream().limit(MOST).map(Ranked::candidate).toList();
  }
}

package lectern.reading;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lectern.display.Displayable;
import lectern.display.MimeBundle;

/// Where the reader stands with some exercises, and the counts for each subject.
///
/// @param standings by exercise; those that are missing were never tried
record ProgressTable(List<Exercise> exercises, Map<String, Standing> standings, String note)
    implements Displayable {

  @Override
  public MimeBundle toMimeBundle() {
    return Verdict.bundle(markdown());
  }

  @Override
  public String toString() {
    return Verdict.plain(markdown());
  }

  private String markdown() {
    var text =
        new StringBuilder("| exercise | subject | | pass | attempts |\n|:--|:--|:--|--:|--:|\n");
    for (var e : exercises) {
      var s = of(e);
      text.append(
          "| `%s` | %s | %s | %d | %d |\n"
              .formatted(e.id(), e.subject(), s.mark().markdown(), s.pass(), s.attempts()));
    }
    subjects()
        .forEach(
            (subject, counts) ->
                text.append("\n**").append(subject).append("** ").append(counts).append("  "));
    if (!note.isEmpty()) {
      text.append("\n\n⚠ ").append(note);
    }
    return text.toString();
  }

  private Standing of(Exercise exercise) {
    return standings.getOrDefault(exercise.id(), Standing.NEW);
  }

  /// `calculus` → `● 1 green, ● 2 red`
  private Map<String, String> subjects() {
    var counts = new LinkedHashMap<String, Map<Mark, Integer>>();
    for (var e : exercises) {
      counts
          .computeIfAbsent(e.subject(), s -> new EnumMap<>(Mark.class))
          .merge(of(e).mark(), 1, Integer::sum);
    }
    var texts = new LinkedHashMap<String, String>();
    counts.forEach(
        (subject, marks) ->
            texts.put(
                subject,
                marks.entrySet().stream()
                    .map(m -> m.getKey().sign() + " " + m.getValue() + " " + m.getKey().word())
                    .collect(Collectors.joining(", "))));
    return texts;
  }
}

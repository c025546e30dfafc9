package lectern.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import lectern.display.Displayable;
import lectern.display.Markdown;

/// Exercises that grade an answer and say what is wrong with it.
///
/// ```java
/// Check.of("01-qhadam/step-bound")                  // the question
/// Check.of("01-qhadam/step-bound").answer(0.5)      // right, or what is wrong and a hint
/// Check.of("01-qhadam/step-bound").reveal()         // the answer
/// Check.progress()                                  // green, yellow, red
/// ```
///
/// Progress is kept in `exercises.json` in the notebook's folder. The method is that of passes: see
/// [Standing].
public final class Check {

  private Check() {}

  /// The exercise of this name.
  ///
  /// @param id the lesson's name, `/` and the exercise's
  /// @throws IllegalArgumentException if there is none
  public static Exercise of(String id) {
    int slash = id.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "Check.of needs \"lesson/exercise\", such as \"01-qhadam/step-bound\", got \""
              + id
              + "\"");
    }
    var bank = Bank.read(id.substring(0, slash));
    var exercise = bank.exercises().get(id.substring(slash + 1));
    if (exercise == null) {
      throw new IllegalArgumentException(
          "lesson %s has no exercise \"%s\"; it has %s"
              .formatted(bank.name(), id.substring(slash + 1), bank.exercises().keySet()));
    }
    return exercise;
  }

  /// A table of where the reader stands.
  ///
  /// @param lessons whose exercises; none for all that the library has
  public static Displayable progress(String... lessons) {
    var standings = Standings.here();
    return new ProgressTable(exercises(lessons), standings.read(), standings.notes());
  }

  /// The next exercise that waits for an answer, green ones never; or a sentence when none does.
  ///
  /// @param lessons whose exercises; none for all that the library has
  public static Displayable next(String... lessons) {
    var all = Standings.here().read();
    for (var exercise : exercises(lessons)) {
      if (all.getOrDefault(exercise.id(), Standing.NEW).isDue()) {
        return exercise;
      }
    }
    return new Markdown(
        "Nothing waits for an answer. `Check.nextPass(subject)` brings the yellow and red ones of a"
            + " subject back.");
  }

  /// Begins the next pass through a subject: its yellow and red exercises wait for an answer again.
  /// Red ones after the fifth pass are marked as those to ask somebody about.
  ///
  /// @return where the reader stands in the subject
  /// @throws IllegalArgumentException if no exercise has this subject
  /// @throws IllegalStateException if one of them still waits for an answer in this pass
  public static Displayable nextPass(String subject) {
    var everything = exercises();
    var ours = everything.stream().filter(e -> e.subject().equals(subject)).toList();
    if (ours.isEmpty()) {
      throw new IllegalArgumentException(
          "no exercise has the subject \"%s\"; there are %s"
              .formatted(subject, everything.stream().map(Exercise::subject).distinct().toList()));
    }
    var standings = Standings.here();
    var all = new TreeMap<>(standings.read());
    var due =
        ours.stream()
            .map(Exercise::id)
            .filter(id -> all.getOrDefault(id, Standing.NEW).isDue())
            .toList();
    if (!due.isEmpty()) {
      throw new IllegalStateException(
          "this pass through %s is not over: %s still wait for an answer".formatted(subject, due));
    }
    ours.forEach(e -> all.computeIfPresent(e.id(), (id, standing) -> standing.nextPass()));
    standings.write(all);
    return new ProgressTable(ours, all, standings.notes());
  }

  private static List<Exercise> exercises(String... lessons) {
    var all = new ArrayList<Exercise>();
    for (var name : lessons.length == 0 ? Bank.NAMES : List.of(lessons)) {
      all.addAll(Bank.read(name).exercises().values());
    }
    return all;
  }
}

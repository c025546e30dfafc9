package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/// Watches which variables lose their values when a declaration they lean on changes, keeps what
/// can be kept, and says the rest once the cell is over.
final class LostValues {

  /// How many variables a line names; of more it says how many.
  private static final int MOST_NAMES = 12;

  private final Session session;
  private final Origins origins;

  /// What the cell of each thread has done so far.
  private final ThreadLocal<Changes> changes = ThreadLocal.withInitial(Changes::new);

  /// Variables of all cells that wait to be set again.
  private final Map<String, Reset> waiting = new ConcurrentHashMap<>();

  LostValues(Session session, Origins origins) {
    this.session = session;
    this.origins = origins;
  }

  /// What one cell does to the variables of the notebook.
  private static final class Changes {

    /// Variables that this cell took the values of, and what did it.
    final Map<String, Reset> lost = new LinkedHashMap<>();

    /// Variables that hold objects of a class as it was before this cell, and that class.
    final Map<String, Reset> stale = new LinkedHashMap<>();
  }

  /// What happened to a variable.
  ///
  /// @param cause the declaration that did it
  /// @param place where the variable was set; empty when nobody knows
  private record Reset(String cause, String place) {

    String again(String name) {
      return place.isEmpty() ? "Set " + name + " again." : "Run " + place + " again.";
    }
  }

  void begin() {
    changes.set(new Changes());
  }

  /// A variable has been declared, with a value of its own.
  void set(String name) {
    var cell = changes.get();
    List.of(cell.lost, cell.stale, waiting).forEach(map -> map.remove(name));
  }

  /// A class that had to be loaded anew took the values of its variables along, and JShell forgets
  /// a `var` whose initializer does not compile any more. What can be kept is put back.
  void note(Session.Compiled compiled) {
    var cell = changes.get();
    var cause = compiled.events().getFirst().snippet();
    var again = reloadedTypes(compiled);
    for (var event : Declarations.inOrder(compiled.events())) {
      if (event.snippet() instanceof VarSnippet v
          && event.causeSnippet() != null
          && event.previousStatus().isDefined()
          && event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        if (again.contains(v.typeName()) || !session.revive(v, origins)) {
          lose(v, cause);
        }
      }
    }
    session
        .shell()
        .variables()
        .filter(v -> v != cause && session.isActive(v))
        .forEach(
            v -> {
              if (compiled.loaded().contains(session.outerName(v))) {
                if (!session.restore(v)) {
                  lose(v, cause);
                }
              }
              if (!again.isEmpty()
                  && !cell.lost.containsKey(v.name())
                  && session.valueOf(v) != null
                  && mentions(v.typeName(), again)) {
                cell.stale.putIfAbsent(
                    v.name(), new Reset(Declarations.inWords(cause), origins.placeOf(v.id())));
              }
            });
  }

  private void lose(VarSnippet variable, Snippet cause) {
    var reset = new Reset(Declarations.inWords(cause), origins.placeOf(variable.id()));
    if (!waiting.containsKey(variable.name())) {
      changes.get().lost.put(variable.name(), reset);
      waiting.put(variable.name(), reset);
    }
  }

  /// Classes that this piece loaded again under another name.
  private List<String> reloadedTypes(Session.Compiled compiled) {
    return compiled.events().stream()
        .map(SnippetEvent::snippet)
        .filter(s -> s instanceof TypeDeclSnippet && session.isActive(s))
        .filter(s -> session.outerName(s).matches(".*\\d\\p{L}+"))
        .filter(s -> compiled.loaded().contains(session.outerName(s)))
        .map(s -> ((TypeDeclSnippet) s).name())
        .toList();
  }

  private static boolean mentions(String type, List<String> names) {
    return names.stream()
        .anyMatch(n -> Pattern.compile("\\b" + Pattern.quote(n) + "\\b").matcher(type).find());
  }

  /// Whether this cell took the value of a variable.
  boolean isLost(String name) {
    return changes.get().lost.containsKey(name);
  }

  /// Says which variables the cell took the values of, and which hold objects of an old class.
  void tell() {
    var cell = changes.get();
    tell(cell.lost, " has changed its shape: ", "is reset", "are reset");
    tell(
        cell.stale,
        " has changed its shape: ",
        "still holds objects of its old form",
        "still hold objects of its old form");
  }

  private void tell(Map<String, Reset> variables, String what, String one, String many) {
    var causes = new LinkedHashSet<String>();
    variables.values().forEach(reset -> causes.add(reset.cause));
    for (var cause : causes) {
      var names = new ArrayList<String>();
      var places = new LinkedHashSet<String>();
      variables.forEach(
          (name, reset) -> {
            if (reset.cause.equals(cause)) {
              names.add(name);
              places.add(reset.place);
            }
          });
      places.remove("");
      System.err.println(
          cause
              + what
              + (names.size() > MOST_NAMES
                  ? String.join(", ", names.subList(0, MOST_NAMES))
                      + " and "
                      + (names.size() - MOST_NAMES)
                      + " more"
                  : String.join(", ", names))
              + " "
              + (names.size() == 1 ? one : many)
              + ". "
              + (places.isEmpty() ? "Set " + (names.size() == 1 ? "it" : "them") : run(places))
              + " again.");
    }
  }

  private static String run(Set<String> places) {
    return "Run " + Declarations.list(List.copyOf(places));
  }

  /// Why a variable of this name has no value, if a redefinition took it.
  Optional<String> whyReset(String name) {
    return Optional.ofNullable(waiting.get(name))
        .map(r -> name + " was reset when " + r.cause + " changed its shape. " + r.again(name));
  }
}

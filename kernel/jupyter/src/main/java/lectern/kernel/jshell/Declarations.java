package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/// Watches what cells declare and says, once the cell is over, what cannot be used yet or any more
/// and which variables lost their values.
final class Declarations {

  /// How many variables a line names; of more it says how many.
  private static final int MOST_NAMES = 12;

  private final Session session;
  private final Origins origins;
  private final Hints hints;

  /// What the cell of each thread has done so far.
  private final ThreadLocal<Changes> changes = ThreadLocal.withInitial(Changes::new);

  /// Variables of all cells that wait to be set again.
  private final Map<String, Reset> waiting = new ConcurrentHashMap<>();

  Declarations(Session session, Origins origins) {
    this.session = session;
    this.origins = origins;
    hints = new Hints(session, this);
  }

  /// What one cell does to the notebook.
  private static final class Changes {

    /// What may lean on unknown names when the cell ends.
    final Map<String, DeclarationSnippet> open = new LinkedHashMap<>();

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

  Hints hints() {
    return hints;
  }

  void begin() {
    changes.set(new Changes());
  }

  /// Looks at what one piece of a cell did.
  void note(Session.Compiled compiled) {
    var cell = changes.get();
    for (var event : inOrder(compiled.events())) {
      if (!(event.snippet() instanceof DeclarationSnippet d)) {
        continue;
      }
      if (d instanceof VarSnippet && event.causeSnippet() == null) {
        List.of(cell.lost, cell.stale, waiting).forEach(map -> map.remove(d.name()));
      }
      var isNew = event.causeSnippet() == null;
      if (!(d instanceof VarSnippet) && (isNew || isBroken(event))) {
        cell.open.put(d.id(), d);
      }
    }
    if (compiled.events().size() > 1) {
      session.locked(
          () -> {
            noteValues(compiled);
            return null;
          });
    }
  }

  /// As they were declared: JShell reports what a change touches in the order of a hash set.
  private static List<SnippetEvent> inOrder(List<SnippetEvent> events) {
    var id = Comparator.comparing((SnippetEvent e) -> e.snippet().id());
    return events.stream()
        .sorted(
            Comparator.comparingInt((SnippetEvent e) -> e.snippet().id().length())
                .thenComparing(id))
        .toList();
  }

  private static boolean isBroken(SnippetEvent event) {
    return event.previousStatus() == Snippet.Status.VALID
        && (event.status() == Snippet.Status.RECOVERABLE_DEFINED
            || event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED);
  }

  /// A class that had to be loaded anew took the values of its variables along, and JShell forgets
  /// a `var` whose initializer does not compile any more. What can be kept is put back.
  private void noteValues(Session.Compiled compiled) {
    var cell = changes.get();
    var cause = compiled.events().getFirst().snippet();
    var again = reloadedTypes(compiled);
    for (var event : inOrder(compiled.events())) {
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
                cell.stale.putIfAbsent(v.name(), new Reset(inWords(cause), placeOf(v)));
              }
            });
  }

  private void lose(VarSnippet variable, Snippet cause) {
    var reset = new Reset(inWords(cause), placeOf(variable));
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

  /// Says what the cell has left behind.
  void end() {
    var cell = changes.get();
    for (var declaration : cell.open.values()) {
      if (session.isActive(declaration) && !session.isValid(declaration)) {
        System.err.println(whyUnusable(declaration));
        for (var hint : hintsFor(declaration)) {
          System.err.println("  " + hint);
        }
      }
    }
    tell(cell.lost, " has changed its shape: ", "is reset", "are reset");
    tell(
        cell.stale,
        " has changed its shape: ",
        "still holds objects of its old form",
        "still hold objects of its old form");
    begin();
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
    return "Run " + list(List.copyOf(places));
  }

  /// Why a variable of this name has no value, if a redefinition took it.
  Optional<String> whyReset(String name) {
    return Optional.ofNullable(waiting.get(name))
        .map(r -> name + " was reset when " + r.cause + " changed its shape. " + r.again(name));
  }

  /// Why something that is declared cannot be used.
  String whyUnusable(DeclarationSnippet declaration) {
    var missing = missing(declaration);
    var where = placeOf(declaration);
    var who =
        inWords(declaration)
            + (declaration instanceof MethodSnippet ? " cannot be called" : " cannot be used");
    var line = "";
    if (missing.isEmpty()) {
      var error =
          session.locked(
              () -> session.shell().diagnostics(declaration).filter(Diag::isError).findFirst());
      if (error.isPresent()) {
        where = placeOf(declaration, (int) error.get().getPosition());
        line = Messages.of(error.get()).headline();
      } else {
        line = "it does not compile any more";
      }
      return who + ": " + line + (where.isEmpty() ? "" : " (" + where + ")") + ".";
    }
    where = placeOf(declaration, indexOf(declaration.source(), nameIn(missing.getFirst())));
    return who
        + " until "
        + list(missing)
        + (missing.size() == 1 ? " is" : " are")
        + " declared"
        + (where.isEmpty() ? "" : " (" + where + ")")
        + ".";
  }

  private List<String> hintsFor(DeclarationSnippet declaration) {
    var found = new LinkedHashSet<String>();
    for (var each : missing(declaration)) {
      var name = nameIn(each);
      var at = indexOf(declaration.source(), name);
      if (at >= 0 && !changes.get().lost.containsKey(name)) {
        var kind = each.substring(0, Math.max(0, each.indexOf(' ')));
        found.addAll(session.locked(() -> hints.ofName(kind, name, declaration.source(), at)));
      }
    }
    return List.copyOf(found);
  }

  private List<String> missing(DeclarationSnippet declaration) {
    return session.locked(() -> session.shell().unresolvedDependencies(declaration).toList());
  }

  /// The failure of a variable whose type does not exist.
  CellFailure unknownType(VarSnippet variable, Origins.Origin origin) {
    var missing = missing(variable);
    var source = variable.source();
    var at = missing.isEmpty() ? -1 : indexOf(source, nameIn(missing.getFirst()));
    session.locked(() -> session.shell().drop(variable));
    return new CompileErrors(hints)
        .unknown(
            origin,
            missing.isEmpty() ? "the type of " + variable.name() : list(missing),
            Math.max(at, source.length() - source.stripLeading().length()),
            missing.stream()
                .map(Declarations::nameIn)
                .flatMap(n -> hints.ofName("class", n, source, indexOf(source, n)).stream())
                .toList());
  }

  /// The failure of a call to something that leans on unknown names.
  CellFailure unresolved(DeclarationSnippet called, Origins.Origin origin) {
    var message = whyUnusable(called);
    var lines = new ArrayList<String>();
    lines.add(Ansi.error("UnresolvedReferenceException") + ": " + message);
    hintsFor(called).forEach(hint -> lines.add("  " + Ansi.hint(hint)));
    var code = origin.code();
    var start = origin.offset() + indent(code.substring(origin.offset()));
    lines.add("    at " + Ansi.place(origin.place() + ", line " + Origins.lineOf(code, start)));
    return CellFailure.failed("UnresolvedReferenceException", message, lines);
  }

  private String placeOf(Snippet snippet) {
    return origins.of(snippet.id()).map(Origins.Origin::place).orElse("");
  }

  private String placeOf(Snippet snippet, int at) {
    return origins
        .of(snippet.id())
        .map(o -> o.place() + ", line " + Origins.lineOf(o.code(), o.at(at)))
        .orElse("");
  }

  /// `f` of `method f(int)`, `List` of `class List<E>`.
  private static String nameIn(String missing) {
    var name = missing.substring(missing.lastIndexOf(' ', nameEnd(missing)) + 1);
    return name.substring(0, nameEnd(name));
  }

  private static int nameEnd(String text) {
    var from = text.indexOf(' ') + 1;
    var end = from;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int indexOf(String source, String name) {
    var matcher = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source);
    return matcher.find() ? matcher.start() : -1;
  }

  static String inWords(Snippet snippet) {
    return switch (snippet) {
      case MethodSnippet m -> m.name() + "(" + m.parameterTypes() + ")";
      case DeclarationSnippet d -> d.name();
      default -> snippet.source().strip();
    };
  }

  private static String list(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : names.stream().limit(names.size() - 1).collect(Collectors.joining(", "))
            + " and "
            + names.getLast();
  }

  private static int indent(String source) {
    return source.length() - source.stripLeading().length();
  }
}

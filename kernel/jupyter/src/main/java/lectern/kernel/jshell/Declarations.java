package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/// Watches what cells declare and says, once the cell is over, what cannot be used yet or any more;
/// [LostValues] says which variables lost their values.
final class Declarations {

  private final Session session;
  private final Origins origins;
  private final Hints hints;
  private final LostValues values;

  /// What may lean on unknown names when the cell of each thread ends.
  private final ThreadLocal<Map<String, DeclarationSnippet>> open =
      ThreadLocal.withInitial(LinkedHashMap::new);

  Declarations(Session session, Origins origins) {
    this.session = session;
    this.origins = origins;
    values = new LostValues(session, origins);
    hints = new Hints(session, this);
  }

  Hints hints() {
    return hints;
  }

  void begin() {
    open.set(new LinkedHashMap<>());
    values.begin();
  }

  /// Looks at what one piece of a cell did.
  void note(Session.Compiled compiled) {
    for (var event : inOrder(compiled.events())) {
      if (!(event.snippet() instanceof DeclarationSnippet d)) {
        continue;
      }
      var isNew = event.causeSnippet() == null;
      if (d instanceof VarSnippet && isNew) {
        values.set(d.name());
      }
      if (!(d instanceof VarSnippet) && (isNew || isBroken(event))) {
        open.get().put(d.id(), d);
      }
    }
    if (compiled.events().size() > 1) {
      session.locked(
          () -> {
            values.note(compiled);
            return null;
          });
    }
  }

  /// As they were declared: JShell reports what a change touches in the order of a hash set.
  static List<SnippetEvent> inOrder(List<SnippetEvent> events) {
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

  /// Says what the cell has left behind.
  void end() {
    for (var declaration : open.get().values()) {
      if (session.isActive(declaration) && !session.isValid(declaration)) {
        System.err.println(whyUnusable(declaration));
        for (var hint : hintsFor(declaration)) {
          System.err.println("  " + hint);
        }
      }
    }
    values.tell();
    begin();
  }

  /// Why a variable of this name has no value, if a redefinition took it.
  Optional<String> whyReset(String name) {
    return values.whyReset(name);
  }

  /// Why something that is declared cannot be used.
  String whyUnusable(DeclarationSnippet declaration) {
    var missing = missing(declaration);
    var where = origins.placeOf(declaration.id());
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
      if (at >= 0 && !values.isLost(name)) {
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

  static String list(List<String> names) {
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

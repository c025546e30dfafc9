package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/// Watches what cells declare and says, once the cell is over, what cannot be used yet and which
/// variables lost their values.
final class Declarations {

  private final Session session;

  /// What the cell of each thread has declared so far.
  private final ThreadLocal<Map<String, DeclarationSnippet>> open =
      ThreadLocal.withInitial(LinkedHashMap::new);

  Declarations(Session session) {
    this.session = session;
  }

  void begin() {
    open.get().clear();
  }

  /// Looks at what one piece of a cell did.
  void note(Session.Compiled compiled) {
    var events = compiled.events();
    for (var event : events) {
      if (event.snippet() instanceof DeclarationSnippet d
          && event.causeSnippet() == null
          && !(d instanceof VarSnippet)) {
        open.get().put(d.id(), d);
      }
    }
    warnOfLostValues(compiled);
  }

  /// Warns of declarations that lean on names which are still unknown at the cell's end.
  void end() {
    for (var declaration : open.get().values()) {
      var missing =
          session.locked(() -> session.shell().unresolvedDependencies(declaration).toList());
      if (!missing.isEmpty() && session.isActive(declaration)) {
        System.err.println(
            inWords(declaration)
                + (declaration instanceof MethodSnippet ? " cannot be called" : " cannot be used")
                + " until "
                + list(missing)
                + (missing.size() == 1 ? " is" : " are")
                + " declared.");
      }
    }
    open.get().clear();
  }

  /// The failure of a variable whose type does not exist.
  CellFailure unknownType(VarSnippet variable, Origins.Origin origin) {
    var missing = session.locked(() -> session.shell().unresolvedDependencies(variable).toList());
    var line = Origins.lineOf(origin.code(), origin.offset() + indent(variable.source()));
    var message =
        "cannot find " + (missing.isEmpty() ? "the type of " + variable.name() : list(missing));
    session.locked(() -> session.shell().drop(variable));
    var lines = new ArrayList<String>();
    lines.add(
        Ansi.place(Traces.place(origin.cell()) + ", line " + line) + ": " + Ansi.error(message));
    lines.add("    " + origin.lineText(line));
    for (var name : missing) {
      var type = name.substring(name.lastIndexOf(' ') + 1);
      new Hints(session.analysis())
          .forType(type)
          .forEach(hint -> lines.add("  " + Ansi.hint(hint)));
    }
    return CellFailure.failed(CompileErrors.NAME, "line " + line + ": " + message, lines);
  }

  /// The failure of a call to something that leans on unknown names.
  CellFailure unresolved(Snippet snippet, Origins.Origin origin) {
    var missing =
        snippet instanceof DeclarationSnippet d
            ? session.locked(() -> session.shell().unresolvedDependencies(d).toList())
            : List.<String>of();
    var message =
        inWords(snippet)
            + " cannot be called: "
            + (missing.isEmpty() ? "it does not compile" : list(missing) + " not declared")
            + ".";
    return CellFailure.failed(
        "UnresolvedReferenceException",
        message,
        List.of(
            Ansi.error("UnresolvedReferenceException") + ": " + message,
            "    at "
                + Ansi.place(
                    Traces.place(origin.cell())
                        + ", line "
                        + Origins.lineOf(
                            origin.code(),
                            origin.offset() + indent(origin.code().substring(origin.offset()))))));
  }

  /// A class that had to be loaded anew took the values of its variables along.
  private void warnOfLostValues(Session.Compiled compiled) {
    var events = compiled.events();
    if (events.size() < 2) {
      return;
    }
    var cause = events.getFirst().snippet();
    var lost = session.locked(() -> lostNames(cause, compiled));
    if (!lost.isEmpty()) {
      System.err.println(
          inWords(cause)
              + " has changed its shape: "
              + String.join(", ", lost)
              + (lost.size() == 1 ? " is" : " are")
              + " reset. Run the cell that sets "
              + (lost.size() == 1 ? "it" : "them")
              + " again.");
    }
  }

  private List<String> lostNames(Snippet cause, Session.Compiled compiled) {
    var names = new LinkedHashSet<String>();
    for (var event : compiled.events()) {
      if (event.snippet() instanceof VarSnippet v
          && event.causeSnippet() != null
          && event.previousStatus().isDefined()
          && event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        names.add(v.name());
      }
    }
    session
        .shell()
        .variables()
        .filter(v -> v != cause && session.isActive(v))
        .filter(v -> compiled.loaded().contains(session.outerName(v)))
        .forEach(v -> names.add(v.name()));
    return List.copyOf(names);
  }

  private static String inWords(Snippet snippet) {
    return switch (snippet) {
      case MethodSnippet m -> m.name() + "(" + m.parameterTypes() + ")";
      case DeclarationSnippet d -> d.name();
      default -> snippet.source().strip();
    };
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }

  private static int indent(String source) {
    return source.length() - source.stripLeading().length();
  }
}

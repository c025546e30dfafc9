package lectern.kernel.jshell;

import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.VarSnippet;

/// Finds the comment that documents a signature, and the source behind it.
///
/// Comments come from the JDK's own sources, from `-sources` jars beside the jars of the class
/// path, and from the notebook itself.
final class DocComments {

  /// A constructor, or a record with its components: the class itself may say more.
  private static final Pattern MADE =
      Pattern.compile("((?:[\\p{L}_$][\\w$]*\\.)*\\p{Lu}[\\w$]*)(?:<[^(]*>)?\\(.*");

  private static final Pattern METHOD =
      Pattern.compile(
          "(?:.*[\\s.>])?([\\p{L}_$][\\w$]*)(?:<[^(]*>)?\\.(?:<[^(]*>)?([\\w$]+)\\((.*)\\).*");

  private final Session session;
  private final LibrarySources sources;
  private final Receivers receivers;

  DocComments(Session session, Receivers receivers) {
    this.session = session;
    this.receivers = receivers;
    sources = new LibrarySources(session::classPath);
  }

  /// The comment as Markdown; empty where there is none.
  String of(Documentation each) {
    var known = each.javadoc();
    if (known != null && !known.isBlank()) {
      return JavadocText.toMarkdown(known);
    }
    var found = documented(each.signature()).map(LibrarySources.Found::markdown).orElse("");
    var made = MADE.matcher(Names.plain(each.signature()));
    return found.isBlank() && made.matches()
        ? documented(made.group(1)).map(LibrarySources.Found::markdown).orElse("")
        : found;
  }

  /// The source of what a name means, where it is known.
  Optional<String> source(String name, Documentation first) {
    var own =
        session
            .shell()
            .snippets()
            .filter(session::isActive)
            .filter(s -> s instanceof DeclarationSnippet d && d.name().equals(name))
            .map(Snippet::source)
            .findFirst();
    return own.isPresent()
        ? own
        : documented(first.signature()).map(LibrarySources.Found::source).filter(s -> !s.isBlank());
  }

  /// From the notebook, then from libraries, then from what a method overrides.
  private Optional<LibrarySources.Found> documented(String signature) {
    var plain = Headers.withoutComponents(Names.plain(signature));
    var own = ofNotebook(plain);
    if (own.isPresent()) {
      return own;
    }
    var found = sources.of(plain);
    if (found.isPresent() && !found.get().markdown().isBlank()) {
      return found;
    }
    var method = METHOD.matcher(plain);
    if (method.matches()) {
      var type = receivers.resolve(method.group(1));
      for (var above : Headers.above(type)) {
        var inherited = sources.ofMethod(above.getSimpleName(), method.group(2), method.group(3));
        if (inherited.isPresent() && !inherited.get().markdown().isBlank()) {
          return inherited;
        }
      }
    }
    return found;
  }

  private Optional<LibrarySources.Found> ofNotebook(String signature) {
    return session
        .shell()
        .snippets()
        .filter(session::isActive)
        .map(
            snippet ->
                switch (snippet) {
                  case MethodSnippet m when signature.contains(" " + m.name() + "(") ->
                      LibrarySources.in(
                          "class Cell {\n" + m.source() + "\n}",
                          signature.replaceFirst(
                              "\\b(?=" + Pattern.quote(m.name()) + "\\()", "Cell."));
                  case VarSnippet ignored -> Optional.<LibrarySources.Found>empty();
                  case DeclarationSnippet d when Headers.mentions(signature, d.name()) ->
                      LibrarySources.in(d.source(), signature);
                  default -> Optional.<LibrarySources.Found>empty();
                })
        .flatMap(Optional::stream)
        .findFirst();
  }
}

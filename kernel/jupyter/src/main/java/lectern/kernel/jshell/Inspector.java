package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import lectern.display.MimeBundle;

/// Says what a name is: its signatures and its documentation.
///
/// The documentation comes from the JDK's own sources, from `-sources` jars beside the jars of the
/// class path, and from the notebook itself.
final class Inspector {

  private static final int MOST = 8;
  private static final Pattern PACKAGE =
      Pattern.compile("\\b(?:\\p{Ll}[\\p{L}\\p{N}_]*\\.)+(?=\\p{Lu})");

  private final Session session;
  private final Magics magics;
  private final LibrarySources sources;

  Inspector(Session session, Magics magics) {
    this.session = session;
    this.magics = magics;
    sources = new LibrarySources(session::classPath);
  }

  /// What the name under the cursor is; inside the parentheses of a call, what is called.
  ///
  /// @param detail 1 adds the source where it is known
  Optional<MimeBundle> inspect(String cell, int cursor, int detail) {
    var at = Math.max(0, Math.min(cursor, cell.length()));
    var line = cell.substring(cell.lastIndexOf('\n', at - 1) + 1);
    var magic = line.stripLeading();
    if (magic.matches("(?s)%%?\\p{L}.*")) {
      return magics.help(magic.replaceFirst("%%?", "").split("\\P{Alnum}", 2)[0]);
    }
    return session.locked(() -> java(cell, at, detail));
  }

  private Optional<MimeBundle> java(String cell, int cursor, int detail) {
    var from = Completer.codeStart(cell, cursor);
    var end = cursor;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    var head = cell.substring(from, end);
    var name = Completer.wordBefore(head);
    var found = name.isEmpty() ? List.<Documentation>of() : named(head, cell.substring(end));
    if (found.isEmpty()) {
      found = session.analysis().documentation(head, head.length(), true);
    }
    if (found.isEmpty()) {
      found = enclosingCall(head);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(bundle(found, name, detail));
  }

  /// A name is looked up as a method where parentheses follow, then as whatever it is, then as a
  /// method anyway.
  private List<Documentation> named(String head, String tail) {
    var asMethod = head + "(";
    var called = tail.stripLeading().startsWith("(");
    if (called) {
      var methods = session.analysis().documentation(asMethod, asMethod.length(), true);
      if (!methods.isEmpty()) {
        return methods;
      }
    }
    var plain = session.analysis().documentation(head, head.length(), true);
    return plain.isEmpty() && !called
        ? session.analysis().documentation(asMethod, asMethod.length(), true).stream()
            .filter(d -> d.signature().contains(Completer.wordBefore(head) + "("))
            .toList()
        : plain;
  }

  /// The call whose parentheses are open around the end of `head`.
  private List<Documentation> enclosingCall(String head) {
    var depth = 0;
    for (var i = head.length() - 1; i >= 0; i--) {
      var c = head.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && depth-- == 0) {
        return session.analysis().documentation(head.substring(0, i + 1), i + 1, true);
      }
    }
    return List.of();
  }

  private MimeBundle bundle(List<Documentation> found, String name, int detail) {
    var markdown = new ArrayList<String>();
    var shown = found.subList(0, Math.min(MOST, found.size()));
    markdown.add("```java");
    shown.forEach(d -> markdown.add(PACKAGE.matcher(d.signature()).replaceAll("")));
    if (found.size() > MOST) {
      markdown.add("// … and " + (found.size() - MOST) + " more");
    }
    markdown.add("```");
    for (var each : shown) {
      var text = documentation(each);
      if (!text.isBlank()) {
        markdown.add("");
        if (shown.size() > 1) {
          markdown.add("---\n\n`" + PACKAGE.matcher(each.signature()).replaceAll("") + "`\n");
        }
        markdown.add(text);
      }
    }
    if (detail > 0) {
      source(name, found.getFirst())
          .ifPresent(s -> markdown.add("\n```java\n" + s.strip() + "\n```"));
    }
    var text = String.join("\n", markdown);
    return MimeBundle.text(text).with(MimeBundle.MARKDOWN, text);
  }

  private String documentation(Documentation each) {
    var known = each.javadoc();
    if (known != null && !known.isBlank()) {
      return JavadocText.toMarkdown(known);
    }
    return sources.of(each.signature()).map(LibrarySources.Found::markdown).orElse("");
  }

  private Optional<String> source(String name, Documentation first) {
    var own =
        session
            .shell()
            .snippets()
            .filter(session::isActive)
            .filter(s -> s instanceof DeclarationSnippet d && d.name().equals(name))
            .map(Snippet::source)
            .findFirst();
    return own.isPresent() ? own : sources.of(first.signature()).map(LibrarySources.Found::source);
  }
}

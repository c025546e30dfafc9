package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import lectern.display.MimeBundle;

/// Says what a name is: its signatures and its documentation.
final class Inspector {

  private static final int MOST = 8;
  private static final int MOST_DOCUMENTED = 3;
  private static final Pattern IMPORT =
      Pattern.compile("(?:^|[;\\n])\\s*import\\s+(?:static\\s+)?([\\w.]*)$");
  private static final Pattern REFERENCE = Pattern.compile("::\\s*([\\p{L}_$][\\w$]*)$");
  private static final Pattern NEW = Pattern.compile("\\bnew\\s+[\\p{L}_$][\\w.$]*$");

  private final Session session;
  private final Magics magics;
  private final DocComments comments;
  private final Headers headers;

  Inspector(Session session, Magics magics) {
    this.session = session;
    this.magics = magics;
    var receivers = new Receivers(session);
    comments = new DocComments(session, receivers);
    headers = new Headers(receivers);
  }

  /// What the name under the cursor is; inside the parentheses of a call, what is called.
  ///
  /// @param detail 1 adds the source where it is known
  Optional<MimeBundle> inspect(String cell, int cursor, int detail) {
    var at = Math.max(0, Math.min(cursor, cell.length()));
    var begin = cell.lastIndexOf('\n', at - 1) + 1;
    var line = cell.substring(begin).stripLeading();
    if (line.matches("(?s)%%?\\p{L}.*")) {
      var name = line.replaceFirst("%%?", "").split("\\P{Alnum}", 2)[0];
      var inName = at <= cell.indexOf(name, begin) + name.length();
      if (inName || line.startsWith("%%") || !magics.takesCode(name)) {
        return magics.help(name);
      }
    }
    var end = at;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    var head = JavaCode.before(cell, end, magics);
    var tail = cell.substring(end);
    return JavaScanner.of(head.substring(0, at)).unfinished()
        ? Optional.empty()
        : session.locked(() -> java(head, tail, detail));
  }

  private Optional<MimeBundle> java(String head, String tail, int detail) {
    var name = JavaCode.wordBefore(head);
    if (SourceVersion.isKeyword(name) && !head.endsWith("::new")) {
      return Optional.empty();
    }
    var found = name.isEmpty() ? List.<Documentation>of() : named(name, head, tail);
    var arguments = name.isEmpty() ? -1 : argumentsIn(tail);
    if (found.isEmpty() && name.isEmpty()) {
      found = documentation(head);
    }
    if (found.isEmpty()) {
      var open = openCall(head);
      if (open >= 0) {
        found = documentation(head.substring(0, open + 1));
        arguments = argumentsIn(head.substring(open) + tail);
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(bundle(best(found, arguments), name, detail));
  }

  private List<Documentation> documentation(String code) {
    return session.analysis().documentation(code, code.length(), true);
  }

  /// A name is looked up as a method where parentheses follow, then as whatever it is, then as a
  /// method anyway.
  private List<Documentation> named(String name, String head, String tail) {
    var line = IMPORT.matcher(head);
    if (line.find()) {
      var path = line.group(1);
      var type = documentation(path);
      return type.isEmpty() ? documentation(path + "(") : type;
    }
    var reference = REFERENCE.matcher(head);
    if (reference.find()) {
      return referenced(head.substring(0, reference.start()), name);
    }
    var called = tail.stripLeading().startsWith("(");
    if (called || NEW.matcher(head).find()) {
      var methods = documentation(head + "(");
      if (!methods.isEmpty()) {
        return methods;
      }
    }
    var plain = documentation(head);
    return plain.isEmpty() && !called
        ? documentation(head + "(").stream()
            .filter(d -> d.signature().contains(name + "("))
            .toList()
        : plain;
  }

  /// What `Type::name` and `value::name` mean.
  private List<Documentation> referenced(String receiver, String name) {
    var plain = JavaScanner.of(receiver).plain();
    var text = receiver.substring(Receivers.expressionStart(plain, plain.length())).strip();
    if (name.equals("new")) {
      return documentation("new " + text + "(");
    }
    for (var code :
        List.of(
            "((" + text + ") null)." + name + "(",
            receiver.stripTrailing() + "." + name + "(",
            text + "." + name + "(")) {
      var found = documentation(code);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /// Where the parentheses open that are still open at the end of `head`; -1 for none.
  private static int openCall(String head) {
    var plain = JavaScanner.of(head).plain();
    var depth = 0;
    for (var i = plain.length() - 1; i >= 0; i--) {
      switch (plain.charAt(i)) {
        case ')', ']', '}' -> depth++;
        case '[', '{' -> depth--;
        case '(' -> {
          if (depth-- == 0) {
            return i;
          }
        }
        case ';' -> {
          if (depth == 0) {
            return -1;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /// How many arguments a call has whose parentheses come first in `tail`; -1 when none do.
  private static int argumentsIn(String tail) {
    var plain = JavaScanner.of(tail.replaceFirst("^\\s*<[^()]*>", "")).plain().stripLeading();
    if (!plain.startsWith("(")) {
      return -1;
    }
    var depth = 0;
    var commas = 0;
    for (var i = 0; i < plain.length(); i++) {
      switch (plain.charAt(i)) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> {
          if (--depth == 0) {
            return plain.substring(1, i).isBlank() ? 0 : commas + 1;
          }
        }
        case ',' -> commas += depth == 1 ? 1 : 0;
        default -> {}
      }
    }
    return -1;
  }

  /// Those first that take so many arguments.
  private static List<Documentation> best(List<Documentation> found, int arguments) {
    if (arguments < 0) {
      return found;
    }
    return found.stream()
        .sorted(Comparator.comparing(d -> !Headers.takes(d.signature(), arguments)))
        .toList();
  }

  private MimeBundle bundle(List<Documentation> found, String name, int detail) {
    var markdown = new ArrayList<String>();
    var shown = found.subList(0, Math.min(MOST, found.size()));
    markdown.add("```java");
    for (var each : shown) {
      markdown.add(headers.of(each.signature()) + value(each.signature()));
    }
    if (found.size() > MOST) {
      markdown.add("// … and " + (found.size() - MOST) + " more");
    }
    markdown.add("```");
    var texts = new LinkedHashSet<String>();
    for (var each : shown) {
      var text = comments.of(each);
      if (!text.isBlank() && texts.size() < MOST_DOCUMENTED && texts.add(text)) {
        markdown.add("");
        if (shown.size() > 1) {
          markdown.add("---\n\n`" + headers.of(each.signature()) + "`\n");
        }
        markdown.add(text);
      }
    }
    if (detail > 0) {
      comments
          .source(name, found.getFirst())
          .ifPresent(s -> markdown.add("\n```java\n" + s.strip() + "\n```"));
    }
    var text = String.join("\n", markdown);
    return MimeBundle.text(text).with(MimeBundle.MARKDOWN, text);
  }

  /// What a variable of the notebook holds, where telling it runs no code of the user's.
  private String value(String signature) {
    var colon = signature.indexOf(':');
    if (colon < 0 || signature.substring(0, colon).contains(".")) {
      return "";
    }
    return session
        .shell()
        .variables()
        .filter(v -> v.name().equals(signature.substring(0, colon)) && session.isActive(v))
        .filter(v -> Headers.sameType(v.typeName(), signature.substring(colon + 1)))
        .findFirst()
        .map(v -> Headers.value(session.valueOf(v)))
        .orElse("");
  }
}

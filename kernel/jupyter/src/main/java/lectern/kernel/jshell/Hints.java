package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/// Guesses what was meant by a name that is not there.
final class Hints {

  private static final Pattern MISSING =
      Pattern.compile("cannot find (class|variable|method) ([\\p{L}_$][\\p{L}\\p{N}_$]*).*");

  private final SourceCodeAnalysis analysis;

  Hints(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  /// Sentences that help, best first; often none.
  List<String> of(Diag error, String message, String source) {
    var missing = MISSING.matcher(message);
    if (!missing.matches()) {
      return List.of();
    }
    var kind = missing.group(1);
    var name = missing.group(2);
    var found = new ArrayList<String>();
    var at = source.indexOf(name, Math.max(0, (int) error.getStartPosition()));
    if (at < 0) {
      return found;
    }
    var qualified = at > 0 && source.charAt(at - 1) == '.';
    if (!kind.equals("method") && Character.isUpperCase(name.charAt(0)) && !qualified) {
      imports(name, source, at).forEach(type -> found.add("Add: import " + type + ";"));
    }
    if (found.isEmpty()) {
      var near = Nearest.to(name, candidates(name, source, at, qualified));
      if (!near.isEmpty()) {
        found.add("Did you mean " + String.join(" or ", near) + "?");
      }
    }
    return found;
  }

  /// The import that makes a class known, or classes of a similar name.
  List<String> forType(String name) {
    var found = imports(name, name, 0).stream().map(t -> "Add: import " + t + ";").toList();
    if (!found.isEmpty()) {
      return found;
    }
    var near = Nearest.to(name, candidates(name, name, 0, false));
    return near.isEmpty() ? List.of() : List.of("Did you mean " + String.join(" or ", near) + "?");
  }

  private List<String> imports(String name, String source, int at) {
    var end = at + name.length();
    return analysis.listQualifiedNames(source.substring(0, end), end).getNames().stream()
        .filter(type -> type.endsWith("." + name) && !type.contains(".internal."))
        .sorted((a, b) -> Integer.compare(rank(a), rank(b)))
        .limit(3)
        .toList();
  }

  private static int rank(String type) {
    return type.startsWith("java.util") || type.startsWith("lectern.")
        ? 0
        : type.startsWith("java.") ? 1 : 2;
  }

  /// Names that could stand at `at`: members after a dot, otherwise all that is in scope.
  private Set<String> candidates(String name, String source, int at, boolean qualified) {
    var names = new LinkedHashSet<String>();
    var prefixes = qualified ? List.of("") : List.of(name.substring(0, 1), "");
    for (var prefix : prefixes) {
      var head = source.substring(0, at) + prefix;
      for (var each : analysis.completionSuggestions(head, head.length(), new int[1])) {
        var text = each.continuation();
        var end = 0;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
          end++;
        }
        names.add(text.substring(0, end));
      }
    }
    return names;
  }
}

package lectern.kernel.jshell;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/// Guesses what was meant by a name that is not there, and what to do about other errors.
final class Hints {

  private static final Pattern MISSING =
      Pattern.compile("cannot find (?:(class|variable|method) )?([\\p{L}_$][\\p{L}\\p{N}_$]*).*");
  private static final Pattern NO_PACKAGE = Pattern.compile("package (\\S+) does not exist");
  private static final Pattern IMPORT =
      Pattern.compile("import\\s+(?:static\\s+)?([\\w.]+)\\.(\\w+|\\*)\\s*;?\\s*");
  private static final int MOST = 3;
  private static final int NESTED = 7;
  private static final int MOST_CONSTANTS = 12;

  /// Where people expect functions to be without saying so.
  private static final List<Class<?>> FUNCTIONS =
      List.of(
          Math.class,
          java.util.Arrays.class,
          java.util.Collections.class,
          java.util.stream.Collectors.class,
          java.util.Objects.class,
          Thread.class,
          Integer.class,
          Double.class,
          String.class,
          java.nio.file.Files.class);

  /// Lengths have three names in Java.
  private static final List<String> LENGTHS = List.of("length", "size", "count");

  private final Session session;
  private final Declarations declarations;

  Hints(Session session, Declarations declarations) {
    this.session = session;
    this.declarations = declarations;
  }

  private SourceCodeAnalysis analysis() {
    return session.analysis();
  }

  /// Sentences that help, best first; often none.
  List<String> of(Diag error, String message, String source) {
    var start = Math.max(0, (int) error.getStartPosition());
    var noPackage = NO_PACKAGE.matcher(message);
    if (noPackage.matches()) {
      return ofImport(source);
    }
    var missing = MISSING.matcher(message);
    if (!missing.matches()) {
      return Advice.of(message, source, start);
    }
    var name = missing.group(2);
    var at = source.indexOf(name, start);
    var kind = missing.group(1) == null ? "package" : missing.group(1);
    return at < 0 ? List.of() : ofName(kind, name, source, at);
  }

  /// What could be meant by a name.
  ///
  /// @param kind `class`, `variable`, `method` or `package`
  /// @param at where the name stands in the source
  List<String> ofName(String kind, String name, String source, int at) {
    var qualified = at > 0 && (source.charAt(at - 1) == '.' || source.charAt(at - 1) == ':');
    if (!qualified) {
      var known = ofNotebook(name);
      if (!known.isEmpty()) {
        return known;
      }
      if (!kind.equals("method") && Character.isUpperCase(name.charAt(0))) {
        var imports = imports(name).map(type -> "Add: import " + type + ";").toList();
        if (!imports.isEmpty()) {
          return imports;
        }
      }
      if (kind.equals("method")) {
        var functions = functions(name);
        if (!functions.isEmpty()) {
          return didYouMean(functions);
        }
      }
    }
    var candidates = candidates(name, source, at, qualified);
    if (qualified) {
      var other = otherForm(kind, name, candidates);
      if (!other.isEmpty()) {
        return other;
      }
    }
    var near = candidates.stream().filter(c -> fits(kind, c)).map(Hints::nameOf).toList();
    return didYouMean(Nearest.to(name, near));
  }

  /// Whether a candidate is of the kind that is missing, as far as its text tells.
  private static boolean fits(String kind, String candidate) {
    return switch (kind) {
      case "method" -> candidate.contains("(") || !Character.isLowerCase(candidate.charAt(0));
      case "variable" -> !candidate.contains("(");
      default -> true;
    };
  }

  private static List<String> didYouMean(List<String> names) {
    return names.isEmpty()
        ? List.of()
        : List.of("Did you mean " + String.join(" or ", names) + "?");
  }

  /// What the notebook knows of a name that cannot be used now.
  private List<String> ofNotebook(String name) {
    var reset = declarations.whyReset(name);
    return reset.isPresent()
        ? List.of(reset.get())
        : session
            .shell()
            .snippets()
            .filter(s -> s instanceof DeclarationSnippet d && d.name().equals(name))
            .filter(s -> session.isActive(s) && !session.shell().status(s).isDefined())
            .map(s -> declarations.whyUnusable((DeclarationSnippet) s))
            .limit(1)
            .toList();
  }

  /// Classes of that name, the likeliest first; only one of the JDK's best.
  private Stream<String> imports(String name) {
    return session.namesKnown().listQualifiedNames(name, name.length()).getNames().stream()
        .filter(type -> type.endsWith("." + name))
        .filter(type -> !type.contains(".internal.") && !type.startsWith("sun."))
        .sorted(Comparator.comparingInt(Hints::rank).thenComparing(String::length))
        .limit(MOST);
  }

  /// What the standard library has, then what people import by hand, then what libraries use inside
  /// themselves, then nested classes.
  private static int rank(String type) {
    if (type.matches(".*\\.(?:shade|shaded|impl|repackaged|thirdparty)\\..*")) {
      return 8;
    }
    if (type.matches(".*\\.\\p{Lu}\\w*\\.\\p{Lu}\\w*")) {
      return NESTED;
    }
    var best = List.of("java.util.", "lectern.", "java.", "javax.", "jdk.", "com.sun.");
    for (var i = 0; i < best.size(); i++) {
      if (type.startsWith(best.get(i))) {
        return i < 4 ? i : i + 1;
      }
    }
    return 4;
  }

  private static List<String> functions(String name) {
    if (List.of("print", "println", "printf").contains(name)) {
      return List.of("System.out." + name);
    }
    return FUNCTIONS.stream()
        .filter(
            type ->
                Arrays.stream(type.getMethods())
                    .anyMatch(m -> Modifier.isStatic(m.getModifiers()) && m.getName().equals(name)))
        .map(type -> type.getSimpleName() + "." + name)
        .limit(2)
        .toList();
  }

  /// A method without its parentheses, a field with them, `size` for `length`, an enum's constants.
  private static List<String> otherForm(String kind, String name, Set<String> candidates) {
    for (var each : candidates) {
      if (nameOf(each).equals(name) && kind.equals(each.contains("(") ? "variable" : "method")) {
        return kind.equals("method")
            ? List.of(name + " is a field: no parentheses")
            : List.of(name + " is a method: " + name + "()");
      }
    }
    if (LENGTHS.contains(name)) {
      var same =
          candidates.stream()
              .filter(c -> !nameOf(c).equals(name) && LENGTHS.contains(nameOf(c)))
              .toList();
      if (!same.isEmpty()) {
        return didYouMean(same);
      }
    }
    var near = Nearest.to(name, candidates.stream().map(Hints::nameOf).toList());
    var constants = candidates.stream().filter(c -> c.matches("\\p{Lu}[\\p{Lu}\\d_]*")).toList();
    var isEnum = candidates.contains("values()") && candidates.contains("valueOf(");
    return isEnum && near.isEmpty() && constants.size() <= MOST_CONSTANTS
        ? List.of("There are " + String.join(", ", constants))
        : List.of();
  }

  /// An import whose package or class does not exist.
  private List<String> ofImport(String source) {
    var line = IMPORT.matcher(source.strip());
    if (!line.matches()) {
      return List.of();
    }
    if (!line.group(2).equals("*")) {
      var found =
          imports(line.group(2))
              .filter(type -> rank(type) < NESTED)
              .map(type -> "Write: import " + type + ";")
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    var right = "";
    for (var part : line.group(1).split("\\.", -1)) {
      var head = "import " + right;
      var names = namesAt(head).stream().map(n -> n.replaceFirst("\\.$", "")).toList();
      if (!names.contains(part)) {
        var prefix = right;
        return didYouMean(Nearest.to(part, names).stream().map(n -> prefix + n).toList());
      }
      right += part + ".";
    }
    return List.of();
  }

  /// Names that could stand at `at`, methods with their parenthesis: members after a dot, otherwise
  /// all that is in scope.
  private Set<String> candidates(String name, String source, int at, boolean qualified) {
    var names = new LinkedHashSet<String>();
    if (at > 1 && source.startsWith("::", at - 2)) {
      var receiver = new Receivers(session).before(source.substring(0, at - 2));
      return receiver == null ? names : Signatures.of(receiver).keySet();
    }
    var prefixes = qualified ? List.of("") : List.of(name.substring(0, 1), "");
    for (var prefix : prefixes) {
      names.addAll(namesAt(source.substring(0, at) + prefix));
    }
    if (!qualified) {
      names.addAll(Locals.at(source.substring(0, at)).keySet());
    }
    names.removeIf(n -> n.endsWith("."));
    return names;
  }

  private List<String> namesAt(String head) {
    var names = new ArrayList<String>();
    for (var each : analysis().completionSuggestions(head, head.length(), new int[1])) {
      names.add(each.continuation());
    }
    return names;
  }

  private static String nameOf(String continuation) {
    var end = 0;
    while (end < continuation.length()
        && Character.isJavaIdentifierPart(continuation.charAt(end))) {
      end++;
    }
    return continuation.substring(0, end);
  }
}

package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;

/// The startup imports, each made when a cell first mentions a name it could bring, the rest while
/// nobody waits.
///
/// JShell takes some milliseconds for each import, and a fresh kernel makes thirty.
final class LazyImports {

  private static final Pattern IMPORT =
      Pattern.compile("import\\s+(static\\s+)?([\\w.]+)\\.([\\w$]+|\\*)\\s*;\\s*");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  /// In nanoseconds.
  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);

  private final Session session;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Waiting, Snippet> made = new LinkedHashMap<>();

  LazyImports(Session session) {
    this.session = session;
  }

  /// An import that is not made yet.
  ///
  /// @param owner its package or class
  /// @param name what it brings, `*` for all classes of the package
  private record Waiting(String line, String owner, String name) {}

  /// Whether a line is an import that can wait.
  static boolean canWait(String line) {
    var matcher = IMPORT.matcher(line);
    return matcher.matches() && (matcher.group(1) == null || !matcher.group(3).equals("*"));
  }

  /// Takes an import that [#canWait].
  void add(String line) {
    var matcher = IMPORT.matcher(line);
    if (matcher.matches()) {
      session.locked(() -> waiting.add(new Waiting(line, matcher.group(2), matcher.group(3))));
    }
  }

  /// Makes the imports that could bring a name of this code.
  void meet(String code) {
    session.locked(
        () -> {
          if (!waiting.isEmpty()) {
            Set<String> names = new LinkedHashSet<>();
            NAME.matcher(code).results().forEach(m -> names.add(m.group()));
            for (var each : List.copyOf(waiting)) {
              if (brings(each, names)) {
                make(each);
              }
            }
          }
          return null;
        });
  }

  /// A method of the notebook takes the place of an imported one with the same parameters; both
  /// would make every call ambiguous.
  void giveWay(MethodSnippet method) {
    session.locked(
        () -> {
          waiting.removeIf(each -> isSame(each, method));
          for (var each : List.copyOf(made.keySet())) {
            if (isSame(each, method)) {
              session.shell().drop(made.remove(each));
            }
          }
          return null;
        });
  }

  private boolean isSame(Waiting each, MethodSnippet method) {
    if (!each.name.equals(method.name())) {
      return false;
    }
    try {
      var own = method.parameterTypes().replace("...", "[]").replaceAll("<.*?>|[\\w.]+\\.|\\s", "");
      return Arrays.stream(session.loader().loadClass(each.owner).getMethods())
          .filter(imported -> imported.getName().equals(method.name()))
          .map(imported -> Arrays.stream(imported.getParameterTypes()).map(Class::getSimpleName))
          .anyMatch(types -> types.collect(Collectors.joining(",")).equals(own));
    } catch (ClassNotFoundException e) {
      return false; // all classes of a package
    }
  }

  /// Makes one of those that wait; false when none is left.
  boolean next() {
    return session.locked(
        () -> {
          if (waiting.isEmpty()) {
            return false;
          }
          make(waiting.getFirst());
          return true;
        });
  }

  /// Makes all that wait, each when the compiler has been left alone for a while, so that no cell
  /// has to wait for it.
  void allWhenIdle() {
    long own = System.nanoTime() - QUIET;
    var more = true;
    while (more) {
      long used = session.lastUse();
      if (used != own && System.nanoTime() - used < QUIET) {
        LockSupport.parkNanos(QUIET / 4);
      } else {
        more = next();
        own = session.lastUse();
      }
    }
  }

  /// Makes all that wait; false when none did.
  boolean all() {
    var any = false;
    while (next()) {
      any = true;
    }
    return any;
  }

  private boolean brings(Waiting each, Set<String> names) {
    if (!each.name.equals("*")) {
      return names.contains(each.name);
    }
    var folder = each.owner.replace('.', '/') + "/";
    return names.stream()
        .filter(name -> Character.isUpperCase(name.charAt(0)))
        .anyMatch(name -> session.loader().getResource(folder + name + ".class") != null);
  }

  private void make(Waiting each) {
    waiting.remove(each);
    var snippet = session.compile(each.line).main();
    if (session.shell().status(snippet) == Snippet.Status.REJECTED) {
      var reason =
          session
              .shell()
              .diagnostics(snippet)
              .filter(Diag::isError)
              .map(d -> Messages.of(d).headline());
      System.err.println("Startup: " + each.line + " " + reason.findFirst().orElse("failed"));
    } else {
      made.put(each, snippet);
    }
  }
}

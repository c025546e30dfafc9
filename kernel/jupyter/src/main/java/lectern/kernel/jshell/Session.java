package lectern.kernel.jshell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// One JShell with what belongs to it: its loader, its control, its class path. All access to the
/// compiler holds one lock; user code runs without it, so that completion answers meanwhile.
final class Session implements AutoCloseable {

  private static final Duration MOST_WAIT = Duration.ofSeconds(5);
  private static final Duration SHORT_WAIT = Duration.ofMillis(50);

  private final ReentrantLock compiler = new ReentrantLock();
  private final UserLoader loader = new UserLoader(new HostLoader(Session.class.getClassLoader()));
  private final Settings settings;
  private final List<Path> classPath;
  private final ClassIndex classes = new ClassIndex();
  private final SnippetControl control;
  private final JShell shell;
  private volatile long lastUse;

  /// Whether JShell has read the names of all classes.
  private volatile boolean named;

  Session(Settings settings) {
    this.settings = settings;
    classPath = new CopyOnWriteArrayList<>(settings.classPath());
    classPath.forEach(loader::add);
    classes.read(compilerClassPath());
    var weaver = new Weaver(loader, HotSwap.isPossible());
    loader.takeExitsOut(weaver::withoutExits);
    control = new SnippetControl(loader, weaver);
    shell = start(control);
  }

  /// A JShell over any control, with the same compiler.
  JShell start(ExecutionControl over) {
    var options = new ArrayList<String>();
    if (VectorModule.exists()) {
      options.addAll(List.of("--add-modules", VectorModule.NAME));
    }
    options.add("-g");
    options.addAll(List.of("-Xmaxerrs", "0")); // JShell asks which snippets are broken, all of them
    options.addAll(settings.compilerOptions());
    return JShell.builder()
        .executionEngine(new Provider(over), Map.of())
        .fileManager(files -> CompilerFiles.over(files, this::compilerClassPath, classes))
        .compilerOptions(options.toArray(String[]::new))
        .build();
  }

  private List<Path> compilerClassPath() {
    var all = new ArrayList<>(List.of(settings.display()));
    all.addAll(classPath);
    return all;
  }

  /// Runs compiler work under the lock.
  <T> T locked(Supplier<T> work) {
    compiler.lock();
    try {
      return work.get();
    } finally {
      lastUse = System.nanoTime();
      compiler.unlock();
    }
  }

  /// When compiler work last ended, as [System#nanoTime] has it.
  long lastUse() {
    return lastUse;
  }

  /// What became of one snippet.
  ///
  /// @param events what JShell reports, the snippet's own first
  /// @param toRun the classes whose code has to be run for it
  /// @param loaded the classes loaded anew, not redefined
  record Compiled(List<SnippetEvent> events, List<String> toRun, Set<String> loaded) {

    /// Whether it does not compile.
    boolean isRejected() {
      return events.stream().anyMatch(e -> e.status() == Snippet.Status.REJECTED);
    }

    /// The snippet itself; of several variables in one declaration the last.
    Snippet main() {
      return events.stream()
          .filter(e -> e.causeSnippet() == null)
          .reduce((first, second) -> second)
          .orElseThrow()
          .snippet();
    }
  }

  /// Compiles one snippet and declares what it declares, without running it.
  Compiled compile(String source) {
    return locked(
        () -> {
          control.reset();
          var events = shell.eval(source);
          return new Compiled(events, List.copyOf(control.toRun()), Set.copyOf(control.loaded()));
        });
  }

  /// Runs a compiled snippet; its value.
  ///
  /// @throws Throwable what the code throws
  Object run(String className) throws Throwable {
    return control.run(className);
  }

  /// The class that a snippet has become.
  String outerName(Snippet snippet) {
    return locked(() -> analysis().wrapper(snippet).fullClassName());
  }

  /// Forgets a variable and the value that it holds.
  void drop(VarSnippet variable) {
    locked(
        () -> {
          control.clear(outerName(variable), variable.name());
          return shell.drop(variable);
        });
  }

  /// Gives a variable that was loaded anew the value it had; false when it cannot hold it.
  boolean restore(VarSnippet variable) {
    var name = outerName(variable);
    return control.restore(name, name, variable.name());
  }

  /// Declares a variable that JShell has forgotten once more, with the type and value it had; false
  /// when that type cannot hold it.
  boolean revive(VarSnippet variable, Origins origins) {
    var before = outerName(variable);
    if (!control.holds(before, variable.name())) {
      return false;
    }
    var compiled = compile(variable.typeName() + " " + variable.name() + ";");
    if (compiled.isRejected() || !(compiled.main() instanceof VarSnippet again)) {
      return false;
    }
    origins.of(variable.id()).ifPresent(origin -> origins.put(again.id(), origin));
    if (!shell.status(again).isDefined()) {
      return false;
    }
    var kept = control.restore(before, outerName(again), again.name());
    if (!kept) {
      shell.drop(again);
    }
    return kept;
  }

  /// Adds to the class path of compiler and loader; false when it is there already.
  boolean addToClassPath(Path path) {
    if (classPath.contains(path)) {
      return false;
    }
    classPath.add(path);
    locked(
        () -> {
          shell.addToClasspath(path.toString());
          return null;
        });
    return true;
  }

  List<Path> classPath() {
    return List.copyOf(classPath);
  }

  JShell shell() {
    return shell;
  }

  SourceCodeAnalysis analysis() {
    return shell.sourceCodeAnalysis();
  }

  /// [#analysis] that knows the names of all classes and packages. Whoever asks first waits until
  /// JShell has read them, at most for some seconds.
  SourceCodeAnalysis namesKnown() {
    CompilerFiles.wantNames();
    var analysis = analysis();
    long until = System.nanoTime() + MOST_WAIT.toNanos();
    while (!named && System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      named = analysis.listQualifiedNames("Object", "Object".length()).isUpToDate();
      if (!named) {
        LockSupport.parkNanos(SHORT_WAIT.toNanos());
      }
    }
    return analysis;
  }

  SnippetControl control() {
    return control;
  }

  ClassLoader loader() {
    return loader;
  }

  /// The value of a variable, or null.
  Object valueOf(VarSnippet variable) {
    return locked(
        () -> {
          try {
            var field = control.find(outerName(variable)).getDeclaredField(variable.name());
            field.setAccessible(true);
            return field.get(null);
          } catch (ReflectiveOperationException | LinkageError e) {
            return null;
          }
        });
  }

  /// Whether a declaration compiles with all that it leans on.
  boolean isValid(Snippet snippet) {
    return locked(() -> shell.status(snippet) == Snippet.Status.VALID);
  }

  /// Whether a snippet is in use.
  boolean isActive(Snippet snippet) {
    return locked(() -> shell.status(snippet).isActive());
  }

  @Override
  public void close() {
    shell.close();
  }

  private record Provider(ExecutionControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "lectern";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return control;
    }
  }
}

package lectern.kernel.jshell;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Completeness;
import lectern.kernel.engine.Completion;
import lectern.kernel.engine.Engine;
import lectern.kernel.engine.Language;
import lectern.kernel.engine.Outcome;

/// Java, cell by cell, in this process.
///
/// ```java
/// try (var engine = new JShellEngine(Settings.of(displayJar, List.of()), Magics.none())) {
///   engine.execute(new Cell("1 + 1", 1));
/// }
/// ```
///
/// Making an engine costs nothing; [#prepare] starts JShell, or the first call does.
public final class JShellEngine implements Engine {

  private final Settings settings;
  private final Magics magics;
  private final Interruption interruption;
  private final Queue<String> complaints;
  private volatile Prepared prepared;
  private volatile Running running;

  /// An engine that knows the given magics.
  public JShellEngine(Settings settings, Magics magics) {
    this.settings = settings;
    this.magics = magics;
    interruption = new Interruption(settings.forcedInterrupt());
    complaints = new ConcurrentLinkedQueue<>();
    settings.complaints().forEach(c -> complaints.add("Startup: " + c));
  }

  /// JShell, and nothing said to it yet.
  private record Prepared(Session session, LazyImports imports, CodeRunner runner) {}

  private record Running(
      Session session,
      LazyImports imports,
      CodeRunner code,
      Completer completer,
      Inspector inspector) {}

  /// Runs the startup code, so that the first cell is as fast as the next.
  @Override
  public void warmUp() {
    var made = running();
    Thread.ofPlatform().daemon().name("lectern-imports").start(() -> importAll(made));
  }

  private static void importAll(Running made) {
    try {
      made.imports.allWhenIdle();
    } catch (IllegalStateException e) {
      return; // the engine was closed meanwhile
    }
  }

  private Running running() {
    var made = running;
    return made == null ? start() : made;
  }

  /// With all startup imports made, which completion needs.
  private Running whole() {
    var made = running();
    made.imports.all();
    return made;
  }

  /// Starts JShell and compiles something harmless.
  @Override
  public synchronized void prepare() {
    if (prepared == null) {
      var session = new Session(settings);
      var imports = new LazyImports(session);
      prepared = new Prepared(session, imports, new CodeRunner(session, imports));
      var runner = prepared.runner;
      interruption.finish(
          run ->
              inLoader(
                  session,
                  () -> new CellRunner(session, runner, magics).run(new Cell("1 + 1", 0))));
    }
  }

  private synchronized Running start() {
    if (running == null) {
      prepare();
      var session = prepared.session;
      var imports = prepared.imports;
      var runner = prepared.runner;
      Thread.setDefaultUncaughtExceptionHandler(JShellEngine::uncaught);
      for (var code : Startup.code(settings)) {
        var lines = code.lines().filter(line -> !line.isBlank()).toList();
        if (lines.stream().allMatch(LazyImports::canWait)) {
          lines.forEach(imports::add);
        } else {
          runStartup(runner, session, code);
        }
      }
      var completer = new Completer(session, magics);
      running = new Running(session, imports, runner, completer, new Inspector(session, magics));
    }
    return running;
  }

  private static void uncaught(Thread thread, Throwable thrown) {
    if (!(thrown instanceof Watch.Stop)) {
      System.err.println("Exception in thread " + thread.getName());
      Watch.print(thrown);
    }
  }

  private void runStartup(CodeRunner runner, Session session, String code) {
    var cell = new Cell(code, 0);
    var outcome =
        interruption.run(
            run -> inLoader(session, () -> new CellRunner(session, runner, magics).run(cell)));
    if (outcome instanceof Outcome.Failed failed) {
      complaints.add(String.join("\n", failed.traceback()));
    }
  }

  @Override
  public Language language() {
    var version = Runtime.version();
    return new Language(
        "java",
        version.toString(),
        "text/x-java-source",
        ".java",
        "java",
        "text/x-java",
        "Java " + version.feature() + " · Lectern");
  }

  @Override
  public Outcome execute(Cell cell) {
    return interruption.run(
        run -> { // an interrupt counts from here on, also while JShell starts
          var made = running();
          for (var told = complaints.poll(); told != null; told = complaints.poll()) {
            System.err.println(told); // before there was a cell, nobody would have seen it
          }
          try (var _ = new TimeLimit(settings.timeout(), () -> interruption.request(run))) {
            return inLoader(
                made.session, () -> new CellRunner(made.session, made.code, magics).run(cell));
          }
        });
  }

  @Override
  public void listen(Runnable listener) {
    interruption.run(
        run -> {
          try {
            run.listen(listener);
            return null;
          } catch (Throwable e) {
            if (run.isStopping()) {
              throw new CancellationException("interrupted");
            }
            throw e;
          }
        });
  }

  @Override
  public Outcome.Failed tell(Throwable thrown) {
    return running().code.traces().failed(thrown);
  }

  @Override
  public Outcome evaluate(String expression) {
    return execute(new Cell(expression, 0));
  }

  @Override
  public Completion complete(String code, int cursor) {
    return whole().completer.complete(code, cursor);
  }

  @Override
  public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
    return whole().inspector.inspect(code, cursor, detail);
  }

  @Override
  public Completeness isComplete(String code) {
    var made = running();
    return made.session.locked(() -> Continuation.of(code, made.session.analysis()));
  }

  @Override
  public void interrupt() {
    interruption.request();
  }

  @Override
  public void interrupt(Thread runner) {
    interruption.request(runner);
  }

  @Override
  public void close() {
    var made = prepared;
    if (made != null) {
      made.session.close();
    }
  }

  private static <T> T inLoader(Session session, Supplier<T> body) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(session.loader());
    try {
      return body.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// Interrupts a cell that runs too long.
  private static final class TimeLimit implements AutoCloseable {

    private final Thread watcher;

    TimeLimit(Duration limit, Runnable interrupt) {
      watcher =
          limit.isZero()
              ? null
              : Thread.ofPlatform()
                  .daemon()
                  .name("lectern-timeout")
                  .start(
                      () -> {
                        try {
                          Thread.sleep(limit);
                          System.err.println(
                              "The cell ran longer than " + limit.toMillis() + " ms.");
                          interrupt.run();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                      });
    }

    @Override
    public void close() {
      if (watcher != null) {
        watcher.interrupt();
      }
    }
  }
}

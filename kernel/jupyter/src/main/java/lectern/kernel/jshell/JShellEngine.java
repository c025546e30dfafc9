package lectern.kernel.jshell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
/// Making an engine costs nothing; [#warmUp] starts JShell, or the first call does.
public final class JShellEngine implements Engine {

  private final Settings settings;
  private final Magics magics;
  private final Interruption interruption = new Interruption();
  private volatile Running running;

  /// An engine that knows the given magics.
  public JShellEngine(Settings settings, Magics magics) {
    this.settings = settings;
    this.magics = magics;
  }

  private record Running(
      Session session, CellRunner runner, Completer completer, Inspector inspector) {}

  /// Starts JShell, runs the startup code and compiles something harmless, so that the first cell
  /// is as fast as the next. May be called on a thread of its own while the kernel starts.
  @Override
  public void warmUp() {
    running();
  }

  private Running running() {
    var made = running;
    return made == null ? start() : made;
  }

  private synchronized Running start() {
    if (running == null) {
      var session = new Session(settings, interruption);
      var runner = new CellRunner(session, interruption, magics);
      Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> Watch.print(thrown));
      runner.warm();
      Startup.code(settings).forEach(code -> runStartup(runner, session, code));
      running =
          new Running(
              session, runner, new Completer(session, magics), new Inspector(session, magics));
    }
    return running;
  }

  /// Imports stand for themselves: one that fails does not take the others along.
  private void runStartup(CellRunner runner, Session session, String code) {
    var lines = code.lines().filter(line -> !line.isBlank()).toList();
    var imports = lines.stream().allMatch(line -> line.startsWith("import ") && line.endsWith(";"));
    for (var each : imports ? lines : List.of(code)) {
      interruption.begin();
      try {
        var outcome = inLoader(session, () -> runner.run(new Cell(each, 0)));
        if (outcome instanceof Outcome.Failed failed) {
          System.err.println(String.join("\n", failed.traceback()));
        }
      } finally {
        interruption.end();
      }
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
    var made = running();
    interruption.begin();
    var limit = new TimeLimit(settings.timeout(), interruption);
    try {
      return inLoader(made.session, () -> made.runner.run(cell));
    } finally {
      limit.close();
      interruption.end();
    }
  }

  @Override
  public Outcome evaluate(String expression) {
    return execute(new Cell(expression, 0));
  }

  @Override
  public Completion complete(String code, int cursor) {
    return running().completer.complete(code, cursor);
  }

  @Override
  public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
    return running().inspector.inspect(code, cursor, detail);
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
  public void close() {
    var made = running;
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

    TimeLimit(Duration limit, Interruption interruption) {
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
                          interruption.request();
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

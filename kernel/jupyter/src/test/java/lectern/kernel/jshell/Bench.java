package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lectern.display.Display;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Outcome;

/// An engine on the test bench: runs cells, numbers them, catches what they print.
public final class Bench implements AutoCloseable {

  public final JShellEngine engine;
  private int count;
  private String printed = "";

  public Bench(Path... classPath) {
    this(Magics.none(), classPath);
  }

  public Bench(Magics magics, Path... classPath) {
    engine = new JShellEngine(Settings.of(displayPath(), List.of(classPath)), magics);
    engine.warmUp();
  }

  /// Where the display API's classes lie.
  public static Path displayPath() {
    try {
      return Path.of(Display.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs a cell; what it prints is in [#printed].
  public Outcome run(String code) {
    var outcome = new Outcome[1];
    printed = printing(() -> outcome[0] = engine.execute(new Cell(code, ++count)));
    return outcome[0];
  }

  /// What is printed meanwhile.
  static String printing(Runnable body) {
    var out = System.out;
    var err = System.err;
    var caught = new ByteArrayOutputStream();
    var stream = new PrintStream(caught, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    try {
      body.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return caught.toString(StandardCharsets.UTF_8);
  }

  /// Standard output and error of the last cell.
  public String printed() {
    return printed;
  }

  /// Runs a cell that has to end well; its value as text, `-` for none.
  public String value(String code) {
    return switch (run(code)) {
      case Outcome.Value v -> v.result().map(b -> b.text()).orElse("-");
      case Outcome.Failed f -> throw new AssertionError(plain(f));
      case Outcome.Interrupted i -> throw new AssertionError(i.toString());
    };
  }

  /// Runs a cell that has to fail.
  public Outcome.Failed failure(String code) {
    var outcome = run(code);
    if (outcome instanceof Outcome.Failed failed) {
      return failed;
    }
    throw new AssertionError("did not fail: " + outcome);
  }

  /// Runs a cell that does not end by itself and interrupts it.
  public Outcome interrupted(String code) {
    var thread = new AtomicReference<Thread>();
    var running =
        CompletableFuture.supplyAsync(
            () -> run(code),
            task -> {
              thread.set(new Thread(task));
              thread.get().start();
            });
    try {
      awaitUserCode(thread.get());
      assertTrue(!running.isDone(), () -> "ended by itself: " + running.join());
      engine.interrupt();
      return running.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(code, e);
    }
  }

  /// Waits until the thread has been in the notebook's code for a while.
  public static void awaitUserCode(Thread thread) throws InterruptedException {
    var seen = 0;
    while (seen < 4 && thread.isAlive()) {
      Thread.sleep(50);
      var inside =
          Arrays.stream(thread.getStackTrace()).anyMatch(f -> f.getClassName().startsWith("REPL."));
      seen = inside ? seen + 1 : 0;
    }
  }

  /// A traceback without colours.
  public static String plain(Outcome.Failed failed) {
    return String.join("\n", failed.traceback()).replaceAll("\u001b\\[[0-9;]*m", "");
  }

  /// Asserts that a text has all these parts.
  static void assertContains(String text, String... parts) {
    for (var part : parts) {
      assertTrue(text.contains(part), () -> "no «" + part + "» in\n" + text);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}

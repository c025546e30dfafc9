package lectern.kernel;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import lectern.kernel.engine.Engine;
import lectern.kernel.protocol.Connection;
import lectern.kernel.wire.Log;

/// The life of a kernel's process, from its connection file to its exit.
final class Start {

  /// After the end was asked for, the process lives no longer than this, in milliseconds.
  private static final long LAST_WORDS = 400;

  private Start() {}

  /// Runs a kernel until a client, or the death of the parent, ends it. Does not return.
  static void kernel(Path connectionFile, Engine engine) {
    Thread.ofPlatform().daemon().name("lectern-engine").start(() -> prepare(engine));
    Kernel kernel;
    try {
      kernel = new Kernel(Connection.read(connectionFile), engine, history());
    } catch (IOException | IllegalArgumentException e) {
      Log.line("the kernel cannot start: " + e.getMessage());
      System.exit(1);
      return;
    }
    watchParent(System.getenv("JPY_PARENT_PID"));
    kernel.startAlone();
    kernel.ended().join();
    Thread.ofPlatform().daemon().start(Start::haltSoon);
    kernel.close();
    System.exit(0);
  }

  private static void prepare(Engine engine) {
    try {
      engine.prepare();
    } catch (RuntimeException | Error e) {
      Log.bug("the engine did not start early", e); // each cell then says why
    }
  }

  /// Hooks and threads of the notebook must not keep the process.
  private static void haltSoon() {
    try {
      Thread.sleep(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static Optional<HistoryFile> history() {
    try {
      var home = Path.of(System.getProperty("user.home"));
      return HistoryFile.of(System.getenv(), home, System.getProperty("os.name"));
    } catch (InvalidPathException e) {
      Log.line("LECTERN_HISTORY is no path: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Ends this process when that one dies.
  static void watchParent(String pid) {
    if (pid == null || !pid.matches("[0-9]+")) {
      return;
    }
    var parent = ProcessHandle.of(Long.parseLong(pid));
    if (parent.isPresent()) {
      Runnable outlive =
          () -> {
            parent.get().onExit().join();
            Runtime.getRuntime().halt(0);
          };
      Thread.ofPlatform().daemon().name("lectern-parent").start(outlive);
    } else if (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L) == 1L) {
      Runtime.getRuntime().halt(0);
    }
  }
}

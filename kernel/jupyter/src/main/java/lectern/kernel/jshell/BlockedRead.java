package lectern.kernel.jshell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Consumer;
import lectern.kernel.system.Libc;

/// Ends what a cell waits for inside native code, where no interrupt reaches: the child process
/// whose output it reads, the socket that says nothing.
///
/// Which socket that is, Java does not tell. On Linux `/proc` does: it knows the system call that
/// each thread waits in, and its arguments.
final class BlockedRead {

  /// When a process began is known to the second.
  private static final long SLACK_MILLIS = 1000;

  /// How much of a thread's name the system knows.
  private static final int NAME = 15;

  private BlockedRead() {}

  /// Ends what `thread` waits for.
  ///
  /// @param since children that began earlier are left alone
  /// @param say is told first what will be ended
  static void end(Thread thread, Instant since, Consumer<String> say) {
    var stack = thread.getStackTrace();
    if (stack.length == 0 || !stack[0].isNativeMethod()) {
      return;
    }
    var inside = stack[0].getClassName();
    if (inside.equals("java.io.FileInputStream")) {
      endChildren(since.minusMillis(SLACK_MILLIS), say);
    } else if (inside.startsWith("sun.nio.ch.") && Libc.isThere()) {
      endSocket(thread, say);
    }
  }

  private static void endChildren(Instant since, Consumer<String> say) {
    ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().startInstant().map(s -> s.isAfter(since)).orElse(false))
        .forEach(
            child -> {
              say.accept(child.info().command().orElse("process") + " (" + child.pid() + ")");
              child.destroy();
            });
  }

  private static void endSocket(Thread thread, Consumer<String> say) {
    var name = thread.getName();
    var known = name.substring(0, Math.min(NAME, name.length()));
    var sockets = new ArrayList<Integer>();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (var task : tasks) {
        if (Files.readString(task.resolve("comm")).strip().equals(known)) {
          Libc.waitsFor(Files.readString(task.resolve("syscall")))
              .filter(BlockedRead::isSocket)
              .ifPresent(sockets::add);
        }
      }
      if (sockets.size() == 1) { // else another thread of that name waits too
        say.accept("the connection of a socket");
        new Libc().shutdown(sockets.getFirst());
      }
    } catch (IOException | UnsupportedOperationException e) {
      return; // no /proc, or the thread has gone on
    }
  }

  private static boolean isSocket(int descriptor) {
    try {
      var file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return file.toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // the thread waits for something else
    }
  }
}

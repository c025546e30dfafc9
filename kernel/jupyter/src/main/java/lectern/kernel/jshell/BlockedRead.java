package lectern.kernel.jshell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
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
  /// @return what was ended, in words
  static Optional<String> end(Thread thread, Instant since) {
    var stack = thread.getStackTrace();
    if (stack.length == 0 || !stack[0].isNativeMethod()) {
      return Optional.empty();
    }
    var inside = stack[0].getClassName();
    if (inside.equals("java.io.FileInputStream")) {
      return endChildren(since.minusMillis(SLACK_MILLIS));
    }
    return inside.startsWith("sun.nio.ch.") && Libc.isThere()
        ? endSocket(thread)
        : Optional.empty();
  }

  private static Optional<String> endChildren(Instant since) {
    var ended = new ArrayList<String>();
    ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().startInstant().map(s -> s.isAfter(since)).orElse(false))
        .forEach(
            child -> {
              if (child.destroy()) {
                ended.add(child.info().command().orElse("process") + " (" + child.pid() + ")");
              }
            });
    return ended.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", ended));
  }

  private static Optional<String> endSocket(Thread thread) {
    var name = thread.getName();
    var known = name.substring(0, Math.min(NAME, name.length()));
    var sockets = new ArrayList<Integer>();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (var task : tasks) {
        if (Files.readString(task.resolve("comm")).strip().equals(known)) {
          Libc.waitsFor(Files.readString(task.resolve("syscall"))).ifPresent(sockets::add);
        }
      }
      if (sockets.size() != 1) {
        return Optional.empty(); // another thread of that name waits too
      }
      var file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + sockets.getFirst()));
      if (!file.toString().startsWith("socket:")) {
        return Optional.empty();
      }
      new Libc().shutdown(sockets.getFirst());
      return Optional.of("the connection of a socket");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // no /proc, or the thread has gone on
    }
  }
}

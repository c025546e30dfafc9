package lectern.kernel.system;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Set;

/// The functions of the C library that work on file descriptors, on Linux and macOS.
@SuppressWarnings("restricted") // calls into C
public final class Libc {

  private static final int LINE_BUFFERED = 1;

  /// The numbers of `poll` and `ppoll` on x86-64, of `ppoll` on AArch64.
  private static final Set<String> POLLS = Set.of("7", "271", "73");

  private static final int BOTH_WAYS = 2;
  private static final short READABLE = 1;
  private static final long POLLFD = 8;

  private final MemorySegment read = find("read");
  private final MemorySegment write = find("write");
  private final MemorySegment poll = find("poll");
  private final MemorySegment fflush = find("fflush");

  /// Whether it can be used here.
  public static boolean isThere() {
    var system = System.getProperty("os.name");
    return Native.isAllowed() && (system.startsWith("Linux") || system.startsWith("Mac"));
  }

  /// Another descriptor for the same file.
  public int dup(int fd) {
    return (int) call(find("dup"), fd, 0, 0);
  }

  /// Makes `to` stand for the file of `fd`.
  public void dup2(int fd, int to) {
    call(find("dup2"), fd, to, 0);
  }

  /// Gives a descriptor back.
  public void close(int fd) {
    call(find("close"), fd, 0, 0);
  }

  /// The two ends of a new pipe: where to read, where to write.
  public int[] pipe() {
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      if ((int) call(find("pipe"), ends.address(), 0, 0) != 0) {
        throw new UnsupportedOperationException("no pipe");
      }
      return ends.toArray(ValueLayout.JAVA_INT);
    }
  }

  /// Reads what is there, or waits for it; 0 at the end of the file, below 0 for a failure.
  public int read(int fd, MemorySegment buffer) {
    return (int) call(read, fd, buffer.address(), buffer.byteSize());
  }

  /// Writes all of it, unless that fails.
  public void write(int fd, byte[] bytes, int offset, int count) {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(count);
      MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, count);
      long written = 0;
      for (long some = 1; written < count && some > 0; written += some) {
        some = call(write, fd, buffer.address() + written, count - written);
      }
    }
  }

  /// Waits until one of the descriptors has something to read or has no writer any more.
  ///
  /// @param millis how long; -1 for ever
  public void awaitReadable(int millis, int... fds) {
    try (var arena = Arena.ofConfined()) {
      call(poll, pollfds(arena, fds).address(), fds.length, millis);
    }
  }

  /// Whether there is something to read.
  public boolean isReadable(int fd) {
    try (var arena = Arena.ofConfined()) {
      var polled = pollfds(arena, fd);
      return (int) call(poll, polled.address(), 1, 0) > 0
          && (polled.get(ValueLayout.JAVA_SHORT, 6) & READABLE) != 0;
    }
  }

  /// Ends the conversation of a socket; whoever reads from it gets the end of the file.
  public void shutdown(int socket) {
    call(find("shutdown"), socket, BOTH_WAYS, 0);
  }

  /// The descriptor that a thread of this process waits for.
  ///
  /// @param call Linux's `/proc/self/task/N/syscall`: the call's number and its arguments
  public static Optional<Integer> waitsFor(String call) {
    var words = call.strip().split(" ", -1);
    if (words.length < 2) {
      return Optional.empty(); // it runs
    }
    long first = Long.decode(words[1]);
    return Optional.of(
        POLLS.contains(words[0])
            ? MemorySegment.ofAddress(first).reinterpret(4).get(ValueLayout.JAVA_INT, 0)
            : (int) first);
  }

  private static MemorySegment pollfds(Arena arena, int... fds) {
    var polled = arena.allocate(POLLFD * fds.length, 4);
    for (int i = 0; i < fds.length; i++) {
      polled.set(ValueLayout.JAVA_INT, POLLFD * i, fds[i]);
      polled.set(ValueLayout.JAVA_SHORT, POLLFD * i + 4, READABLE);
    }
    return polled;
  }

  /// The C library's `stdout` or `stderr`.
  public long file(String name) {
    var lookup = Linker.nativeLinker().defaultLookup();
    var symbol = lookup.find(name).or(() -> lookup.find("__" + name + "p")).orElseThrow();
    return symbol.reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
  }

  /// Makes the C library write each line as it ends.
  public void lineBuffered(long file) {
    call(find("setvbuf"), file, 0, LINE_BUFFERED);
  }

  /// Writes what the C library holds back.
  public void flush(long file) {
    call(fflush, file, 0, 0);
  }

  private static MemorySegment find(String name) {
    return Linker.nativeLinker()
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
  }

  private static long call(MemorySegment function, long a, long b, long c) {
    return Native.call(function, a, b, c, 0);
  }
}

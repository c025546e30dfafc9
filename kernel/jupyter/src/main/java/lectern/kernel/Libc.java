package lectern.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The functions of the C library that work on file descriptors, on Linux and macOS.
///
/// All are called as if they took four long integers and gave one back: the registers are the same,
/// and one shape costs a quarter of one for each function (65 ms of processor time once, 22 with an
/// AOT cache). Apart from [NativeOutput], so that only what needs it loads it.
final class Libc {

  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG));

  private static final int LINE_BUFFERED = 1;
  private static final short READABLE = 1;
  private static final long POLLFD = 8;

  private final MemorySegment read = find("read");
  private final MemorySegment write = find("write");
  private final MemorySegment poll = find("poll");
  private final MemorySegment fflush = find("fflush");

  /// Another descriptor for the same file.
  int dup(int fd) {
    return (int) call(find("dup"), fd, 0, 0);
  }

  /// Makes `to` stand for the file of `fd`.
  void dup2(int fd, int to) {
    call(find("dup2"), fd, to, 0);
  }

  void close(int fd) {
    call(find("close"), fd, 0, 0);
  }

  /// The two ends of a new pipe: where to read, where to write.
  int[] pipe() {
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      if ((int) call(find("pipe"), ends.address(), 0, 0) != 0) {
        throw new UnsupportedOperationException("no pipe");
      }
      return ends.toArray(ValueLayout.JAVA_INT);
    }
  }

  /// Reads what is there, or waits for it; 0 at the end of the file, below 0 for a failure.
  int read(int fd, MemorySegment buffer) {
    return (int) call(read, fd, buffer.address(), buffer.byteSize());
  }

  /// Writes all of it, unless that fails.
  void write(int fd, byte[] bytes, int offset, int count) {
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
  void awaitReadable(int millis, int... fds) {
    try (var arena = Arena.ofConfined()) {
      call(poll, pollfds(arena, fds).address(), fds.length, millis);
    }
  }

  /// Whether there is something to read.
  boolean isReadable(int fd) {
    try (var arena = Arena.ofConfined()) {
      var polled = pollfds(arena, fd);
      return (int) call(poll, polled.address(), 1, 0) > 0
          && (polled.get(ValueLayout.JAVA_SHORT, 6) & READABLE) != 0;
    }
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
  long file(String name) {
    var lookup = Linker.nativeLinker().defaultLookup();
    var symbol = lookup.find(name).or(() -> lookup.find("__" + name + "p")).orElseThrow();
    return symbol.reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
  }

  void lineBuffered(long file) {
    call(find("setvbuf"), file, 0, LINE_BUFFERED);
  }

  void flush(long file) {
    call(fflush, file, 0, 0);
  }

  private static MemorySegment find(String name) {
    return Linker.nativeLinker()
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
  }

  private static long call(MemorySegment function, long a, long b, long c) {
    try {
      return (long) CALL.invokeExact(function, a, b, c, 0L);
    } catch (Throwable e) { // the C library throws nothing
      throw new IllegalStateException(e);
    }
  }
}

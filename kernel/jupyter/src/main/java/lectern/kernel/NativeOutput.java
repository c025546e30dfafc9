package lectern.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import lectern.kernel.system.Libc;
import lectern.kernel.wire.Log;
import lectern.kernel.wire.Publisher;

/// What native code and child processes print, which Java's streams never see: OpenBLAS, `puts`, a
/// process with `inheritIO`. It is shown below the cell that ran last.
///
/// The descriptors 1 and 2 lead to pipes that a thread empties. A last look at the end of each cell
/// puts what was printed before its *idle*. The descriptors that the process began with stay open:
/// the kernel's own [Log] goes there, and the virtual machine's last words.
final class NativeOutput implements AutoCloseable {

  /// More than a pipe holds: what was in it at the end of a cell fits.
  private static final int MOST = 128 * 1024;

  private static final String LAST_WORDS = "fatal error has been detected";

  private final Publisher publisher;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile List<Stream> streams = List.of();
  private Libc libc;
  private MemorySegment buffer;
  private boolean dying;

  /// One redirected descriptor.
  ///
  /// @param real leads to where it led before
  /// @param pipe where to read what is printed
  /// @param file the C library's buffer
  private record Stream(String name, int fd, int real, int pipe, long file) {}

  NativeOutput(Publisher publisher) {
    this.publisher = publisher;
  }

  /// Redirects, on a thread of its own; does nothing where native calls are not allowed.
  void start() {
    if (Libc.isThere()) {
      Thread.ofPlatform().daemon().name("lectern-native").start(this::run);
    }
  }

  private void run() {
    try {
      redirect();
    } catch (RuntimeException | LinkageError e) {
      Log.line("what native code prints is not shown: " + e);
      return;
    }
    for (var now = streams; !now.isEmpty(); now = streams) {
      libc.awaitReadable(-1, now.getFirst().pipe, now.getLast().pipe);
      if (!flush()) {
        pause(); // another thread was faster, or someone has closed the descriptors
      }
    }
  }

  private void redirect() {
    libc = new Libc();
    buffer = Arena.ofAuto().allocate(64 * 1024);
    var both = List.of(open("stdout", 1), open("stderr", 2));
    Log.to(new Real(both.getLast().real));
    streams = both;
  }

  private Stream open(String name, int fd) {
    long file = libc.file(name);
    libc.flush(file);
    int real = libc.dup(fd);
    var ends = libc.pipe();
    libc.dup2(ends[1], fd);
    libc.close(ends[1]);
    if (name.equals("stdout")) {
      libc.lineBuffered(file); // else a line stays with C until 4 kB have come together
    }
    return new Stream(name, fd, real, ends[0], file);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Shows what was printed up to now; false when that is nothing.
  boolean flush() {
    var now = streams;
    if (now.isEmpty()) {
      return false;
    }
    try {
      if (!reading.tryLock(1, TimeUnit.SECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
    try {
      return drain(now.getFirst()) + drain(now.getLast()) > 0;
    } finally {
      reading.unlock();
    }
  }

  /// How many bytes it has shown.
  private int drain(Stream stream) {
    libc.flush(stream.file);
    int shown = 0;
    while (shown < MOST && libc.isReadable(stream.pipe)) {
      int count = libc.read(stream.pipe, buffer);
      if (count <= 0) {
        break;
      }
      show(stream, buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
      shown += count;
    }
    return shown;
  }

  private void show(Stream stream, byte[] bytes) {
    dying |= bytes[0] == '#' && new String(bytes, US_ASCII).contains(LAST_WORDS);
    if (dying) {
      libc.write(streams.getLast().real, bytes, 0, bytes.length);
    }
    try {
      publisher.print(Origin.latestCell().header(), stream.name, bytes, 0, bytes.length);
    } catch (InterruptedIOException e) {
      return; // the reader was slow and the cell was interrupted: lost, like any print
    }
  }

  /// Gives the descriptors back and shows what is left.
  @Override
  public void close() {
    var closing = streams;
    flush();
    streams = List.of();
    for (var stream : closing) {
      libc.dup2(stream.real, stream.fd);
    }
  }

  /// A descriptor as a stream.
  private final class Real extends OutputStream {

    private final int fd;

    Real(int fd) {
      this.fd = fd;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      libc.write(fd, bytes, offset, count);
    }
  }
}

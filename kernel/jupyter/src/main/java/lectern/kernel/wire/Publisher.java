package lectern.kernel.wire;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Message;

/// The one queue of all that is published. It joins what is printed into few messages: text waits
/// up to [#DELAY] for more of its kind, unless something else stands behind it. Within one cell the
/// order of stdout, stderr, displays and status is kept.
///
/// The queue is bounded by [#LIMIT] bytes: when readers are slow, whoever prints waits.
public final class Publisher {

  /// A text this long is sent without waiting for more, in bytes.
  static final int CHUNK = 64 * 1024;

  /// Whoever prints waits while more than this is queued, in bytes.
  static final int LIMIT = 2 * 1024 * 1024;

  /// How long text waits for more, in nanoseconds.
  static final long DELAY = TimeUnit.MILLISECONDS.toNanos(50);

  /// How long the thread may take to end.
  private static final Duration MOMENT = Duration.ofMillis(50);

  /// What is queued: a message, or text that may still grow (exactly one is there).
  private record Item(Message message, Text text, int weight) {
    int bytes() {
      return text == null ? weight : text.length();
    }
  }

  private final String session;
  private final Consumer<Message> sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition space = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<Item> queue = new ArrayDeque<>();
  private final IdentityHashMap<Object, Text> growing = new IdentityHashMap<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("lectern-output").unstarted(this::run);
  private long queued;
  private int flushing;
  private boolean sending;
  private volatile boolean closed;

  /// @param sink sends a message; may wait, and so slows the printing threads down
  public Publisher(String session, Consumer<Message> sink) {
    this.session = session;
    this.sink = sink;
  }

  void start() {
    thread.start();
  }

  /// Prints for the cell `parent`; waits while the queue is full.
  ///
  /// @param name `stdout` or `stderr`
  /// @throws InterruptedIOException when interrupted while it waits; the text is then lost
  public void print(Header parent, String name, byte[] bytes, int offset, int count)
      throws InterruptedIOException {
    lock.lock();
    try {
      awaitSpace();
      var text = growing.get(key(parent));
      if (text == null || !text.name.equals(name)) {
        text = grow(parent, name);
      }
      text.append(bytes, offset, count);
      queued += count;
      if (text.length() >= CHUNK) {
        seal(text);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Publishes at once, behind what is queued; never waits.
  public void publish(Message message) {
    lock.lock();
    try {
      enqueue(message, 0);
    } finally {
      lock.unlock();
    }
  }

  /// Publishes behind what is queued; waits while the queue is full.
  ///
  /// @param weight about how many bytes it has
  /// @throws InterruptedIOException when interrupted while it waits; the message is then lost
  public void publish(Message message, int weight) throws InterruptedIOException {
    lock.lock();
    try {
      awaitSpace();
      enqueue(message, weight);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all that was published has left, at most `limit`.
  public void flush(Duration limit) {
    lock.lock();
    try {
      flushing++;
      work.signal();
      long left = limit.toNanos();
      while ((sending || !queue.isEmpty()) && left > 0 && thread.isAlive()) {
        left = drained.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      flushing--;
      lock.unlock();
    }
  }

  /// Drops what is queued.
  ///
  /// @return whether the thread has ended; a reader that is stuck may hold it
  boolean close() {
    end();
    try {
      return !thread.isAlive() || thread.join(MOMENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      work.signal();
      space.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitSpace() throws InterruptedIOException {
    try {
      while (queued > LIMIT && !closed) {
        space.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the client was slow to read");
    }
  }

  private void enqueue(Message message, int weight) {
    growing.remove(key(message.parent()));
    queue.add(new Item(message, null, weight));
    queued += weight;
    work.signal();
  }

  private Text grow(Header parent, String name) {
    var text = new Text(parent, name, 256);
    growing.put(key(parent), text);
    queue.add(new Item(null, text, 0));
    work.signal();
    return text;
  }

  private void seal(Text text) {
    growing.remove(key(text.parent), text);
    if (text.isUnfinished()) {
      text.moveUnfinishedTo(grow(text.parent, text.name));
    }
    work.signal();
  }

  private static Object key(Header parent) {
    return parent == null ? Publisher.class : parent;
  }

  private void run() {
    try {
      for (var message = next(); message != null; message = next()) {
        var ready = message;
        Reserve.insist(
            () -> {
              sink.accept(ready);
              return null;
            });
      }
    } catch (InterruptedException e) {
      Log.bug("output can no longer be sent", e);
      end();
    } catch (RuntimeException e) {
      Log.unlessEnding(closed, "output can no longer be sent", e);
      end();
    }
  }

  /// The next message to send, or null when closed.
  private Message next() throws InterruptedException {
    lock.lock();
    try {
      sending = false;
      while (true) {
        if (queue.isEmpty()) {
          drained.signalAll();
          if (closed) {
            return null;
          }
          work.await();
          continue;
        }
        var item = queue.getFirst();
        long left = item.text == null ? 0 : item.text.since + DELAY - System.nanoTime();
        if (left > 0 && growing.size() == queue.size() && flushing == 0) {
          work.awaitNanos(left);
          continue;
        }
        return Reserve.insist(() -> take(item));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes the first item away when its message is made, and not before.
  private Message take(Item item) {
    sending = true;
    var message = item.message;
    if (item.text != null) {
      if (growing.get(key(item.text.parent)) == item.text) {
        seal(item.text);
      }
      var event = new Event.Stream(item.text.name, item.text.toString());
      message = Message.of(event, session, item.text.parent);
    }
    queue.removeFirst();
    queued -= item.bytes();
    space.signalAll();
    return message;
  }
}

package lectern.kernel.jshell;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lectern.kernel.engine.Carried;
import lectern.kernel.system.ForcedStop;

/// One cell, or one listener, on its way: the thread that runs it, the threads that work for it,
/// and whether it is to stop.
///
/// Threads and tasks carry the run of the cell that started them. Its own thread is interrupted
/// only while user code runs: an interrupt inside the compiler would close the compiler's files.
final class Run {

  private static final Carried<Run> HERE = new Carried<>();

  /// The library code that was woven to stop it.
  final DeepChecks deep = new DeepChecks();

  private final Instant begun = Instant.now();
  private final Thread worker = Thread.currentThread();
  private final Carried.Load load = Carried.load();
  private final Supplier<Carried.Load> workerLoad = Carried.following();
  private final Set<Thread> helpers = new HashSet<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private int inUserCode;
  private boolean ended;
  private volatile boolean stopping;

  /// The run that this thread works for, or null.
  static Run here() {
    return HERE.get();
  }

  /// Runs the cell, on the thread that made this.
  <T> T during(Supplier<T> cell) {
    try {
      return HERE.during(this, cell);
    } finally {
      synchronized (this) {
        ended = true;
        Thread.interrupted();
      }
      end.countDown();
    }
  }

  /// Whether the run is to stop, or was stopped.
  boolean isStopping() {
    return stopping;
  }

  /// Marks the run as one that is to stop; false when it is already or has ended.
  synchronized boolean stop() {
    if (ended || stopping) {
      return false;
    }
    stopping = true;
    return true;
  }

  /// Called before user code; throws when the run is to stop already.
  synchronized void enterUserCode() {
    if (stopping) {
      throw new Watch.Stop();
    }
    inUserCode++;
  }

  /// Called after user code, on the same thread.
  synchronized void leaveUserCode() {
    inUserCode--;
    Thread.interrupted();
  }

  /// Runs a listener, all of which is user code.
  void listen(Runnable listener) {
    enterUserCode();
    try {
      listener.run();
    } finally {
      leaveUserCode();
    }
  }

  /// Does a task of this run on another thread, which is interrupted when the run is stopped; a
  /// task of a stopped run does not begin.
  <T> T help(Supplier<T> task) {
    if (!join()) {
      return task.get();
    }
    try {
      return task.get();
    } finally {
      leave();
    }
  }

  /// False when this thread works for the run already.
  private synchronized boolean join() {
    if (stopping) {
      throw new Watch.Stop();
    }
    var thread = Thread.currentThread();
    return (thread != worker || ended) && helpers.add(thread);
  }

  private synchronized void leave() {
    helpers.remove(Thread.currentThread());
    if (stopping) {
      Thread.interrupted(); // the thread may be a pool's
    }
  }

  /// Interrupts every thread that works for this run.
  synchronized void interrupt() {
    thread().ifPresent(Thread::interrupt);
    helpers.forEach(Thread::interrupt);
  }

  /// Throws an error in every thread that works for this run.
  synchronized void force() {
    busy().forEach(ForcedStop::stop);
  }

  /// Whether a thread is the one that runs the cell.
  boolean isOn(Thread thread) {
    return thread == worker;
  }

  /// When it began.
  Instant begun() {
    return begun;
  }

  /// The threads of this run that are in user code.
  synchronized List<Thread> busy() {
    var busy = new HashSet<>(helpers);
    thread().ifPresent(busy::add);
    return List.copyOf(busy);
  }

  /// The cell's thread while it is in user code.
  synchronized Optional<Thread> thread() {
    return !ended && inUserCode > 0 ? Optional.of(worker) : Optional.empty();
  }

  /// Whether the cell runs.
  synchronized boolean isRunning() {
    return !ended;
  }

  /// Whether the cell runs, or a thread that works for it.
  synchronized boolean isAlive() {
    return !ended || !helpers.isEmpty();
  }

  /// Prints a line on standard error, where the cell's thread prints at the moment.
  void say(String line) {
    var place = isRunning() ? workerLoad.get() : load;
    place.during(
        () -> {
          System.err.println(line);
          return null;
        });
  }

  /// Waits until the cell has ended.
  boolean awaitEnd(long millis) {
    try {
      return end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

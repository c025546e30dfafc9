package lectern.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/// Splits loops over the machine's cores.
///
/// A loop of a training step takes microseconds, so the threads spin for a moment before they
/// sleep. One loop at a time is split; a second one that comes meanwhile, or from inside a split
/// loop, runs on its own thread alone. `LECTERN_THREADS` limits how many cores take part.
public final class Workers {

  /// The body of a loop.
  @FunctionalInterface
  public interface Range {
    /// Does the turns `from` to `to`, `to` excluded.
    void run(int from, int to);
  }

  private static final int THREADS = threads();
  private static final int SPINS = 3_000;

  /// How long a worker without work stays awake, in nanoseconds.
  private static final long PATIENCE = 2_000_000;

  /// Pieces for each thread, so that one whose core others use leaves some to the rest.
  public static final int PIECES = 4;

  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static final Worker[] CREW = new Worker[THREADS - 1];

  private static volatile Job job;

  /// How many jobs there were; touched by whoever holds [#BUSY].
  private static long jobs;

  private Workers() {}

  /// How many threads share a loop, the calling one included.
  public static int count() {
    return THREADS;
  }

  /// Runs `body` over 0 … n−1, in pieces of at least `grain` turns, some for each thread.
  public static void split(int n, int grain, Range body) {
    int pieces = Math.min(THREADS * PIECES, n / Math.max(1, grain));
    if (THREADS == 1 || pieces <= 1 || !BUSY.compareAndSet(false, true)) {
      if (n > 0) {
        body.run(0, n);
      }
      return;
    }
    try {
      var split = new Job(++jobs, n, pieces, body);
      job = split;
      for (int i = 0; i < split.threads - 1; i++) {
        wake(i);
      }
      split.help(0);
      split.await();
    } finally {
      job = null;
      BUSY.set(false);
    }
  }

  private static void wake(int i) {
    var worker = CREW[i];
    if (worker == null) {
      worker = new Worker(i);
      CREW[i] = worker;
      worker.start();
    } else if (worker.asleep) {
      LockSupport.unpark(worker);
    }
  }

  private static int threads() {
    var wish = System.getenv("LECTERN_THREADS");
    int cores = Runtime.getRuntime().availableProcessors();
    if (wish == null || wish.isBlank()) {
      return Math.min(cores, 64);
    }
    try {
      return Math.clamp(Integer.parseInt(wish.strip()), 1, 256);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "LECTERN_THREADS must be a number of threads, for example 2; it is '" + wish + "'", e);
    }
  }

  /// One split loop. Each thread begins with pieces of its own, the same ones in each loop of this
  /// length, so that what one loop leaves in a core's cache the next one finds there. A thread that
  /// has done them takes pieces of the others; a late one finds nothing to do.
  private static final class Job {
    final long number;
    final int n;
    final int pieces;
    final int threads;
    final Range body;
    final AtomicIntegerArray next;
    final AtomicInteger done = new AtomicInteger();
    volatile Throwable failure;

    Job(long number, int n, int pieces, Range body) {
      this.number = number;
      this.n = n;
      this.pieces = pieces;
      this.threads = Math.min(THREADS, pieces);
      this.body = body;
      this.next = new AtomicIntegerArray(threads);
    }

    /// @param me which thread this is, 0 the calling one
    void help(int me) {
      for (int other = 0; other < threads; other++) {
        int owner = (me + other) % threads;
        int from = pieces * owner / threads;
        int count = pieces * (owner + 1) / threads - from;
        for (int i = next.getAndIncrement(owner); i < count; i = next.getAndIncrement(owner)) {
          run(from + i);
        }
      }
    }

    private void run(int i) {
      try {
        body.run((int) ((long) n * i / pieces), (int) ((long) n * (i + 1) / pieces));
      } catch (Throwable e) {
        failure = e;
      } finally {
        done.incrementAndGet();
      }
    }

    // A worker whose core is taken by another program finishes only if this thread lets go.
    @SuppressWarnings("ThreadPriorityCheck")
    void await() {
      for (int spins = 0; done.get() < pieces; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }

  private static final class Worker extends Thread {
    private final int me;
    volatile boolean asleep;

    Worker(int i) {
      super("lectern-worker-" + (i + 1));
      me = i + 1;
      setDaemon(true);
    }

    @Override
    public void run() {
      long last = 0;
      while (true) {
        var now = next(last);
        last = now.number;
        now.help(me);
      }
    }

    /// Waits for a job with a higher number. Jobs are not remembered: they hold on to arrays.
    // To wake a thread that sleeps takes as long as a small loop; between two loops of a training
    // step it waits awake, and lets go of its core when others want it.
    @SuppressWarnings("ThreadPriorityCheck")
    private Job next(long last) {
      long since = System.nanoTime();
      for (int spins = 0; ; spins++) {
        var now = job;
        if (now != null && now.number > last) {
          return now;
        }
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else if (System.nanoTime() - since < PATIENCE) {
          Thread.yield();
        } else {
          asleep = true;
          // Looks once more: a job may have come before the flag could be seen.
          now = job;
          if (now == null || now.number <= last) {
            LockSupport.park(this);
          }
          asleep = false;
          spins = 0;
          since = System.nanoTime();
        }
      }
    }
  }
}

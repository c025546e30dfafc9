package lectern.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

  /// Pieces for each thread, so that one whose core others use leaves some to the rest.
  static final int PIECES = 4;

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
      for (int i = 0; i < Math.min(THREADS, pieces) - 1; i++) {
        wake(i);
      }
      split.help();
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

  /// One split loop. Pieces are taken from a counter, so that a late thread finds nothing to do.
  private static final class Job {
    final long number;
    final int n;
    final int pieces;
    final Range body;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    volatile Throwable failure;

    Job(long number, int n, int pieces, Range body) {
      this.number = number;
      this.n = n;
      this.pieces = pieces;
      this.body = body;
    }

    void help() {
      for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
        try {
          body.run((int) ((long) n * i / pieces), (int) ((long) n * (i + 1) / pieces));
        } catch (Throwable e) {
          failure = e;
        } finally {
          done.incrementAndGet();
        }
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
    volatile boolean asleep;

    Worker(int i) {
      super("lectern-worker-" + (i + 1));
      setDaemon(true);
    }

    @Override
    public void run() {
      long last = 0;
      while (true) {
        var now = next(last);
        last = now.number;
        now.help();
      }
    }

    /// Waits for a job with a higher number. Jobs are not remembered: they hold on to arrays.
    private Job next(long last) {
      for (int spins = 0; ; spins++) {
        var now = job;
        if (now != null && now.number > last) {
          return now;
        }
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          // Looks once more: a job may have come before the flag could be seen.
          now = job;
          if (now == null || now.number <= last) {
            LockSupport.park(this);
          }
          asleep = false;
          spins = 0;
        }
      }
    }
  }
}

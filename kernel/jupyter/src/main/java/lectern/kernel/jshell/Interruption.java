package lectern.kernel.jshell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.instrument.ClassDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Stops cells: first by interrupting their threads, then by arming the [Watch], then by saying
/// honestly what still runs.
///
/// A run is one call of [JShellEngine#execute]; several may go on at once, each on a thread of its
/// own. A thread is interrupted only while user code runs: an interrupt inside the compiler would
/// close the compiler's files.
final class Interruption {

  private static final long GRACE_MILLIS = 20;
  private static final long REPEAT_MILLIS = 100;
  private static final long DEEP_MILLIS = 100;
  private static final long PATIENCE_MILLIS = 2000;

  /// How long the watch stays armed, so that the run's other threads meet it too.
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  /// One cell at work; guarded by the enclosing object.
  private static final class Run {
    final long id;
    final Thread worker = Thread.currentThread();
    int inUserCode;
    boolean requested;

    Run(long id) {
      this.id = id;
    }
  }

  private final ReentrantLock arming = new ReentrantLock();

  /// The checks woven for each run that is being stopped.
  private final Map<Run, DeepChecks> deep = new HashMap<>();

  private boolean armed;
  private long armedAt;

  /// Open while a request waits to be armed; the next run waits for it, so that no thread of the
  /// stopped run is forgotten.
  private volatile CountDownLatch arrival = new CountDownLatch(0);

  private final Map<Thread, Run> runs = new HashMap<>();

  /// The runs to stop, and those stopped since the watch was armed.
  private final Set<Long> stopping = new HashSet<>();

  private long begun;

  /// Begins a run on this thread.
  void begin() {
    disarm();
    synchronized (this) {
      var run = new Run(++begun);
      runs.put(run.worker, run);
      Watch.enter(run.id);
    }
  }

  /// Ends this thread's run and says whether it was to be stopped.
  synchronized boolean end() {
    var run = runs.remove(Thread.currentThread());
    Thread.interrupted();
    return run != null && run.requested;
  }

  /// Whether this thread's run is to stop.
  synchronized boolean isRequested() {
    var run = runs.get(Thread.currentThread());
    return run != null && run.requested;
  }

  /// Called before user code; throws when the run is to stop already.
  synchronized void enterUserCode() {
    var run = runs.get(Thread.currentThread());
    if (run == null) {
      return;
    }
    if (run.requested) {
      throw new Watch.Stop();
    }
    run.inUserCode++;
  }

  /// Called after user code, on the same thread.
  synchronized void leaveUserCode() {
    var run = runs.get(Thread.currentThread());
    if (run != null) {
      run.inUserCode--;
    }
    Thread.interrupted();
  }

  /// Asks all runs to stop and returns at once.
  synchronized void request() {
    runs.values().forEach(this::request);
  }

  /// Asks the run of one thread to stop and returns at once.
  synchronized void request(Thread worker) {
    var run = runs.get(worker);
    if (run != null) {
      request(run);
    }
  }

  private void request(Run run) {
    var again = run.requested;
    var armed = new CountDownLatch(1);
    if (!again) {
      run.requested = true;
      arrival = armed;
      stopping.add(run.id);
      Watch.stop(Set.copyOf(stopping));
    }
    if (run.inUserCode > 0) {
      run.worker.interrupt();
    }
    if (!again) {
      Thread.ofPlatform().daemon().name("lectern-interrupt").start(() -> press(run, armed));
    }
  }

  private void press(Run run, CountDownLatch arrived) {
    pause(GRACE_MILLIS);
    String reason;
    try {
      reason = arm();
    } finally {
      arrived.countDown();
    }
    var start = System.nanoTime();
    var said = false;
    pause(DEEP_MILLIS);
    while (remind(run)) {
      var waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (!said && waited > PATIENCE_MILLIS) {
        said = sayWhatRuns(run, reason);
      }
      reachDeeper(run);
      pause(REPEAT_MILLIS);
    }
    if (othersRun()) {
      disarm(); // the next run would do it, but those that go on are slower meanwhile
    }
  }

  private synchronized boolean othersRun() {
    return !runs.isEmpty();
  }

  /// Weaves the library code that the thread is inside of.
  private void reachDeeper(Run run) {
    arming.lock();
    try {
      var thread = workerOf(run);
      if (thread != null && armed) {
        deep.computeIfAbsent(run, r -> new DeepChecks())
            .weave(thread, thread.getContextClassLoader());
      }
    } catch (UnsupportedOperationException e) {
      return; // checks cannot be woven here
    } finally {
      arming.unlock();
    }
  }

  /// The thread of a run in user code, or null.
  private synchronized Thread workerOf(Run run) {
    return runs.containsValue(run) && run.inUserCode > 0 ? run.worker : null;
  }

  /// Interrupts the thread again, for code that swallows interrupts; false once the run is over.
  private synchronized boolean remind(Run run) {
    var running = runs.containsValue(run);
    if (running && run.inUserCode > 0) {
      run.worker.interrupt();
    }
    return running;
  }

  private boolean sayWhatRuns(Run run, String reason) {
    var thread = workerOf(run);
    if (thread == null) {
      return false;
    }
    var where = "unknown code";
    for (var frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("REPL.")) {
        break;
      }
      where = frame.getClassName() + "." + frame.getMethodName();
    }
    System.err.println(
        "Interrupt: still running inside "
            + where
            + "; the cell ends when that call returns. Restart the kernel to end it now."
            + reason);
    return true;
  }

  /// Makes every check throw; the empty string, or why that is impossible.
  private String arm() {
    arming.lock();
    try {
      HotSwap.replace(new ClassDefinition(Watch.class, watchBytes(true)));
      armed = true;
      armedAt = System.nanoTime();
      return "";
    } catch (UnsupportedOperationException e) {
      return " (" + e.getMessage() + ")";
    } finally {
      arming.unlock();
    }
  }

  /// Makes every check pass again, unless a run is still being stopped.
  private void disarm() {
    await(arrival);
    arming.lock();
    try {
      if (armed) {
        pause(
            TimeUnit.NANOSECONDS.toMillis(Math.max(0, HOLD_NANOS - (System.nanoTime() - armedAt))));
      }
      synchronized (this) {
        if (runs.values().stream().anyMatch(run -> run.requested)) {
          return;
        }
        stopping.clear();
        Watch.stop(Set.of());
      }
      if (armed) {
        deep.values().forEach(DeepChecks::undo);
        deep.clear();
        HotSwap.replace(new ClassDefinition(Watch.class, watchBytes(false)));
        armed = false;
      }
    } finally {
      arming.unlock();
    }
  }

  /// The bytes of [Watch]; armed, its `pass` calls `look`.
  private static byte[] watchBytes(boolean armed) {
    byte[] bytes;
    try (var in = Watch.class.getResourceAsStream("Watch.class")) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!armed) {
      return bytes;
    }
    var classFile = ClassFile.of();
    return classFile.transformClass(
        classFile.parse(bytes),
        ClassTransform.transformingMethods(
            m -> m.methodName().equalsString("pass"),
            (builder, element) -> {
              if (element instanceof CodeModel) {
                builder.withCode(
                    code ->
                        code.invokestatic(
                                ClassDesc.of(Watch.class.getName()), "look", ConstantDescs.MTD_void)
                            .return_());
              } else {
                builder.with(element);
              }
            }));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

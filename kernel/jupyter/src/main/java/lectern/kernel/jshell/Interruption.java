package lectern.kernel.jshell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.instrument.ClassDefinition;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Stops a cell: first by interrupting its thread, then by arming the [Watch], then by saying
/// honestly what still runs.
///
/// A run is one call of [JShellEngine#execute]. Its thread is interrupted only while user code
/// runs: an interrupt inside the compiler would close the compiler's files.
final class Interruption {

  private static final long GRACE_MILLIS = 20;
  private static final long REPEAT_MILLIS = 100;
  private static final long DEEP_MILLIS = 100;
  private static final long PATIENCE_MILLIS = 2000;

  /// How long the watch stays armed, so that the run's other threads meet it too.
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final ReentrantLock arming = new ReentrantLock();
  private final DeepChecks deep = new DeepChecks();
  private boolean armed;
  private long armedAt;

  /// Open while a request waits to be armed; the next run waits for it, so that no thread of the
  /// stopped run is forgotten.
  private volatile CountDownLatch arrival = new CountDownLatch(0);

  private long run;
  private Thread worker;
  private int inUserCode;
  private boolean requested;

  /// Begins a run on this thread.
  void begin() {
    disarm();
    synchronized (this) {
      run++;
      worker = Thread.currentThread();
      requested = false;
      inUserCode = 0;
      Watch.enter(run);
    }
  }

  /// Ends the run and says whether it was to be stopped.
  synchronized boolean end() {
    worker = null;
    Thread.interrupted();
    return requested;
  }

  /// Whether the run is to stop.
  synchronized boolean isRequested() {
    return requested;
  }

  /// Called before user code; throws when the run is to stop already.
  synchronized void enterUserCode() {
    if (requested) {
      throw new Watch.Stop();
    }
    inUserCode++;
  }

  /// Called after user code, on the same thread.
  synchronized void leaveUserCode() {
    inUserCode--;
    Thread.interrupted();
  }

  /// Asks the run to stop and returns at once.
  void request() {
    long stopping;
    synchronized (this) {
      if (worker == null) {
        return;
      }
      var again = requested;
      stopping = run;
      if (!again) {
        requested = true;
        arrival = new CountDownLatch(1);
        Watch.stop(stopping);
      }
      if (inUserCode > 0) {
        worker.interrupt();
      }
      if (again) {
        return;
      }
    }
    Thread.ofPlatform().daemon().name("lectern-interrupt").start(() -> press(stopping));
  }

  private void press(long stopping) {
    pause(GRACE_MILLIS);
    String reason;
    try {
      reason = arm();
    } finally {
      arrival.countDown();
    }
    var start = System.nanoTime();
    var said = false;
    pause(DEEP_MILLIS);
    while (remind(stopping)) {
      var waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (!said && waited > PATIENCE_MILLIS) {
        said = sayWhatRuns(stopping, reason);
      }
      reachDeeper(stopping);
      pause(REPEAT_MILLIS);
    }
  }

  /// Weaves the library code that the thread is inside of.
  private void reachDeeper(long stopping) {
    arming.lock();
    try {
      var thread = workerOf(stopping);
      if (thread != null && armed) {
        deep.weave(thread, thread.getContextClassLoader());
      }
    } catch (UnsupportedOperationException e) {
      return; // checks cannot be woven here
    } finally {
      arming.unlock();
    }
  }

  /// The thread of a run in user code, or null.
  private synchronized Thread workerOf(long stopping) {
    return run == stopping && inUserCode > 0 ? worker : null;
  }

  /// Interrupts the thread again, for code that swallows interrupts; false once the run is over.
  private synchronized boolean remind(long stopping) {
    var running = run == stopping && worker != null;
    if (running && inUserCode > 0) {
      worker.interrupt();
    }
    return running;
  }

  private boolean sayWhatRuns(long stopping, String reason) {
    var thread = workerOf(stopping);
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

  private void disarm() {
    await(arrival);
    arming.lock();
    try {
      if (armed) {
        pause(
            TimeUnit.NANOSECONDS.toMillis(Math.max(0, HOLD_NANOS - (System.nanoTime() - armedAt))));
        deep.undo();
        HotSwap.replace(new ClassDefinition(Watch.class, watchBytes(false)));
        armed = false;
      }
      Watch.stop(0);
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

package lectern.kernel.jshell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.instrument.ClassDefinition;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Stops cells: first by interrupting their threads, then by arming the [Watch], then by saying
/// honestly what still runs.
final class Interruption {

  private static final long GRACE_MILLIS = 20;

  /// How long the checks in the cell's own code have before the library's get some.
  private static final long CHECKS_MILLIS = 40;

  /// How long a look at the library's code waits for what the look before it has woven.
  private static final long DEEPER_MILLIS = 30;

  /// How long a thread that waits inside of a library may take to come back.
  private static final long WAITING_MILLIS = 500;

  private static final long REPEAT_MILLIS = 100;
  private static final long FORCE_MILLIS = 200;
  private static final long PATIENCE_MILLIS = 2000;

  /// How long the watch stays armed after a cell's end, so that its other threads meet it too.
  private static final long HOLD_MILLIS = 30;

  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final ReentrantLock arming = new ReentrantLock();
  private final boolean forced;
  private int armed;

  /// @param forced whether an error may be thrown inside a thread that nothing else stops
  Interruption(boolean forced) {
    this.forced = forced;
  }

  /// Runs a cell on this thread; the cell is told its run.
  <T> T run(Function<Run, T> cell) {
    var run = new Run();
    runs.add(run);
    try {
      return run.during(() -> cell.apply(run));
    } finally {
      runs.remove(run);
    }
  }

  /// Runs something of the kernel's own, which ends by itself, on this thread; no interrupt stops
  /// it.
  <T> T finish(Function<Run, T> work) {
    var run = new Run();
    return run.during(() -> work.apply(run));
  }

  /// Asks every running cell to stop and returns at once.
  void request() {
    runs.forEach(this::request);
  }

  /// Asks the cell that a thread runs to stop and returns at once.
  void request(Thread worker) {
    runs.stream().filter(run -> run.isOn(worker)).forEach(this::request);
  }

  /// Asks one cell to stop and returns at once. Asked again, it interrupts the threads again.
  void request(Run run) {
    var first = run.stop();
    if (first) {
      Watch.stop(run);
    }
    run.interrupt();
    if (first) {
      Thread.ofPlatform().daemon().name("lectern-interrupt").start(() -> press(run));
    }
  }

  private void press(Run run) {
    var begun = System.nanoTime();
    run.awaitEnd(GRACE_MILLIS);
    var reason = arm();
    try {
      var said = false;
      run.awaitEnd(CHECKS_MILLIS);
      while (run.isAlive()) {
        run.interrupt(); // again, for code that swallows interrupts
        var waited = (System.nanoTime() - begun) / 1_000_000;
        var isWoven = reachDeeper(run, waited > WAITING_MILLIS);
        if (forced && waited > FORCE_MILLIS) {
          reason = force(run);
        }
        if (waited > PATIENCE_MILLIS && !said) {
          said = sayWhatRuns(run, reason);
        }
        if (waited > PATIENCE_MILLIS && !run.isRunning()) {
          break; // its threads go on, and that was said
        }
        if (!run.isRunning()) {
          run.deep.undo();
        }
        pause(run, isWoven ? DEEPER_MILLIS : REPEAT_MILLIS);
      }
      sleep(HOLD_MILLIS);
    } finally {
      run.deep.undo();
      disarm(run);
    }
  }

  private static String force(Run run) {
    try {
      run.force();
      return "";
    } catch (UnsupportedOperationException e) {
      return " (It cannot be forced: " + e.getMessage() + ".)";
    }
  }

  /// Weaves library code that the cell's thread is inside of, or ends what it waits for; whether it
  /// has woven some.
  private static boolean reachDeeper(Run run, boolean alsoWaiting) {
    var thread = run.thread();
    if (thread.isEmpty()) {
      return false;
    }
    BlockedRead.end(
        thread.get(),
        run.begun(),
        ended -> run.say("Interrupt: ends " + ended + ", which the cell waits for."));
    if (thread.get().getState() != Thread.State.RUNNABLE && !alsoWaiting) {
      return false; // nothing runs, and interrupts reach it
    }
    try {
      return run.deep.weave(thread.get(), thread.get().getContextClassLoader());
    } catch (UnsupportedOperationException e) {
      return false; // checks cannot be woven here
    }
  }

  private boolean sayWhatRuns(Run run, String reason) {
    var busy = run.busy();
    for (var thread : busy) {
      var who = run.isRunning() ? "" : "thread \"" + thread.getName() + "\" is ";
      run.say(
          "Interrupt: "
              + who
              + "still running inside "
              + place(thread)
              + ". "
              + way(thread)
              + reason);
    }
    return !busy.isEmpty();
  }

  /// What could end a call that does not end by itself.
  private String way(Thread thread) {
    var stack = thread.getStackTrace();
    if (stack.length > 0 && stack[0].isNativeMethod()) {
      return "It ends when that native call returns; nothing but a restart of the kernel ends it"
          + " sooner.";
    }
    return forced
        ? "It ends when that call returns, or with a restart of the kernel."
        : "It ends when that call returns. A kernel that is started with LECTERN_INTERRUPT=force"
            + " can end such calls, at the risk of leaving a library half-done; this one has to"
            + " be restarted.";
  }

  /// The method that the notebook's code has called, or the one that runs.
  private static String place(Thread thread) {
    var stack = thread.getStackTrace();
    var at = 0;
    for (var i = 0; i < stack.length; i++) {
      if (stack[i].getClassName().startsWith("REPL.")) {
        at = Math.max(0, i - 1);
        break;
      }
    }
    if (stack.length > 0 && stack[at].getClassName().startsWith("REPL.")) {
      return "the notebook's code"; // in what has no name, such as a handle of native code
    }
    return stack.length == 0
        ? "unknown code"
        : stack[at].getClassName() + "." + stack[at].getMethodName();
  }

  /// Makes every check throw; the empty string, or why that is impossible.
  private String arm() {
    arming.lock();
    try {
      if (armed++ == 0) {
        HotSwap.replace(new ClassDefinition(Watch.class, watchBytes(true)));
      }
      return "";
    } catch (UnsupportedOperationException e) {
      return " (" + e.getMessage() + ")";
    } finally {
      arming.unlock();
    }
  }

  private void disarm(Run run) {
    arming.lock();
    try {
      Watch.forget(run);
      if (--armed == 0) {
        HotSwap.replace(new ClassDefinition(Watch.class, watchBytes(false)));
      }
    } catch (UnsupportedOperationException e) {
      return; // it was never armed
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

  private static void pause(Run run, long millis) {
    if (run.isRunning()) {
      run.awaitEnd(millis);
    } else {
      sleep(millis);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

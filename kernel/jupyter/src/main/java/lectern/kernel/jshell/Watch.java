package lectern.kernel.jshell;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;

/// What woven user code calls; public only so that it can.
///
/// [#pass] stands at every loop's end and method's start. It is empty, so the JIT compiler leaves
/// nothing of it in machine code and a loop vectorises as if it were not there. To stop a cell the
/// kernel redefines this class so that `pass` does what [#look] does: the virtual machine then
/// throws away the machine code that relied on the empty method. Where classes cannot be redefined,
/// calls to [#look] are woven instead.
public final class Watch {

  /// The runs that have to stop.
  private static final Set<Run> STOPPED = new CopyOnWriteArraySet<>();

  private static volatile Consumer<Throwable> printer = Throwable::printStackTrace;

  private Watch() {}

  /// Nothing, until the class is redefined.
  public static void pass() {}

  /// Throws [Stop] in the threads of a cell that is to stop.
  public static void look() {
    if (!STOPPED.isEmpty() && isToStop()) {
      throw new Stop();
    }
  }

  /// A thread of the common pool that no cell is known to have sent works for all.
  private static boolean isToStop() {
    var run = Run.here();
    return run == null ? isCommon(Thread.currentThread()) : STOPPED.contains(run);
  }

  /// Stands for `System.exit` and its like in user code.
  @SuppressWarnings("DoNotCallSuggester")
  public static void exit(int status) {
    throw new Exit(status);
  }

  /// Stands for `Runtime.exit` and `Runtime.halt` in user code.
  @SuppressWarnings("DoNotCallSuggester")
  public static void exit(Runtime runtime, int status) {
    throw new Exit(status);
  }

  /// Stands for `printStackTrace()` in user code: frames are told as cells and lines.
  public static void print(Throwable thrown) {
    printer.accept(thrown);
  }

  /// Says how [#print] prints.
  static void printWith(Consumer<Throwable> newPrinter) {
    printer = newPrinter;
  }

  /// Names a run that has to stop.
  static void stop(Run run) {
    STOPPED.add(run);
  }

  /// Forgets a run that was stopped.
  static void forget(Run run) {
    STOPPED.remove(run);
  }

  private static boolean isCommon(Thread thread) {
    return thread instanceof ForkJoinWorkerThread w && w.getPool() == ForkJoinPool.commonPool();
  }

  /// Ends the code of a cell that was interrupted.
  static final class Stop extends Error {
    private static final long serialVersionUID = 1;

    Stop() {
      super("the cell was interrupted");
    }
  }

  /// Ends the code of a cell that called `System.exit`.
  static final class Exit extends Error {
    private static final long serialVersionUID = 1;

    final int status;

    Exit(int status) {
      super("System.exit(" + status + ") ends the cell, not the kernel");
      this.status = status;
    }
  }
}

package lectern.widget;

import java.util.concurrent.CancellationException;
import lectern.display.Display;

/// Runs what a reader's hand sets off. An error is printed where the callback's output goes; the
/// next one is heard all the same.
final class Callbacks {

  private Callbacks() {}

  /// Whether what user code threw was its end by an interrupt; the thread is then as before it.
  static boolean interrupted(Throwable thrown) {
    boolean flagged = Thread.interrupted();
    return flagged
        || thrown instanceof InterruptedException
        || thrown instanceof CancellationException;
  }

  static void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) { // shown, not passed on: the page waits for an answer
      if (interrupted(e)) {
        System.err.println("Interrupted: the callback was stopped.");
      } else {
        System.err.println(String.join("\n", Display.host().tell(e)));
      }
    }
  }
}

package lectern.widget;

import java.util.concurrent.CancellationException;

/// Runs what a reader's hand sets off. An error is printed where the callback's output goes; the
/// next one is heard all the same.
final class Callbacks {

  private Callbacks() {}

  static void run(Runnable callback) {
    try {
      callback.run();
    } catch (CancellationException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // shown, not passed on: the page waits for an answer
      e.printStackTrace(System.err);
    }
  }
}

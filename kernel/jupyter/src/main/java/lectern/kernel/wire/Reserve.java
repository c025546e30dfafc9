package lectern.kernel.wire;

import java.util.function.Supplier;

/// Memory kept back, so that the kernel can still answer when a notebook has used up all the rest.
public final class Reserve {

  private static final int SIZE = 4 << 20;
  private static final int TRIES = 20;
  private static final long PAUSE_MILLIS = 50;

  private static volatile byte[] kept = new byte[SIZE];

  private Reserve() {}

  /// Gives the memory back.
  public static void release() {
    kept = null;
  }

  /// Keeps memory back again, once there is enough of it.
  public static void restore() {
    if (kept != null) {
      return;
    }
    var runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    if (free > 4L * SIZE) {
      try {
        kept = new byte[SIZE];
      } catch (OutOfMemoryError e) {
        kept = null; // next time
      }
    }
  }

  /// Does what has to be done even now: tries again with the memory that was kept back.
  public static <T> T insist(Supplier<T> work) {
    for (int i = 1; ; i++) {
      try {
        return work.get();
      } catch (OutOfMemoryError e) {
        release();
        if (i == TRIES) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package lectern.kernel;

import lectern.display.Outlet;

/// Where the output of a thread goes when not below its cell; threads it starts inherit that.
final class Captured {

  private static final InheritableThreadLocal<Outlet> HERE = new InheritableThreadLocal<>();

  private Captured() {}

  /// This thread's outlet, or null.
  static Outlet here() {
    return HERE.get();
  }

  static void run(Outlet outlet, Runnable task) {
    var before = HERE.get();
    HERE.set(outlet);
    try {
      task.run();
    } finally {
      if (before == null) {
        HERE.remove();
      } else {
        HERE.set(before);
      }
    }
  }
}

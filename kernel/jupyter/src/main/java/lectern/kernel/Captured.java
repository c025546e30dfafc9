package lectern.kernel;

import lectern.display.Outlet;
import lectern.kernel.engine.Carried;

/// Where the output of a thread goes when not below its cell; its threads and tasks carry that on.
final class Captured {

  private static final Carried<Outlet> HERE = new Carried<>();

  private Captured() {}

  /// This thread's outlet, or null.
  static Outlet here() {
    return HERE.get();
  }

  static void run(Outlet outlet, Runnable task) {
    HERE.during(
        outlet,
        () -> {
          task.run();
          return null;
        });
  }
}

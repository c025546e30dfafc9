package lectern.kernel;

import java.util.ArrayList;
import java.util.List;

/// What one run of a cell has shown, or one message of a comm: it stands on the page until the cell
/// is run again.
final class Shown {

  private final List<Runnable> whenGone = new ArrayList<>();
  private boolean gone;

  /// Runs the task when all this is gone; now, if it is.
  void whenGone(Runnable task) {
    synchronized (this) {
      if (!gone) {
        whenGone.add(task);
        return;
      }
    }
    task.run();
  }

  void gone() {
    List<Runnable> tasks;
    synchronized (this) {
      gone = true;
      tasks = List.copyOf(whenGone);
      whenGone.clear();
    }
    tasks.forEach(Runnable::run);
  }
}

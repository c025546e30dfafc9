package lectern.display;

import java.util.concurrent.Executor;

/// Where outputs land: below one run of a cell. It runs tasks, on whatever thread calls it, so that
/// what they print and show lands there. See [DisplayHost#here].
public interface Place extends Executor {

  /// Runs a task once when what stands here has left the page, since the cell was run again; at
  /// once when it has left already.
  void whenGone(Runnable task);
}

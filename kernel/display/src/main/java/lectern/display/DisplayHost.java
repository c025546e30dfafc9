package lectern.display;

import java.util.concurrent.Executor;

/// What shows things: the kernel in a notebook, a terminal everywhere else.
///
/// The host decides which cell an output belongs to; callers on any thread just show.
public interface DisplayHost {

  /// Shows a bundle under an id.
  ///
  /// @param bundle what to show
  /// @param id names the output for a later update
  /// @param update true replaces what is already shown under `id`
  void show(MimeBundle bundle, String id, boolean update);

  /// Removes what the cell has shown so far.
  ///
  /// @param wait true waits for the next output, which avoids flicker
  void clearOutput(boolean wait);

  /// Whether rich formats reach a person; false in a terminal, where loops print lines instead of
  /// redrawing.
  boolean isRich();

  /// Asks the person for one line.
  ///
  /// @param prompt what is asked; may be empty
  /// @param hidden true for a password: what is typed is not shown
  /// @throws NoInputException when nobody can answer
  String ask(String prompt, boolean hidden);

  /// Opens a channel to the page, which makes a twin as `target` says. In a terminal it leads
  /// nowhere.
  Comm openComm(String target, CommMessage opening, CommListener listener);

  /// Lets the page open channels by the name `target`.
  void acceptComms(String target, CommTarget answer);

  /// Runs tasks, on whatever thread calls it, for the request that the present thread works for:
  /// what they print and show lands below that cell.
  default Executor here() {
    return Runnable::run;
  }

  /// Runs a task; what it and the threads it starts print and show goes to an outlet. In a terminal
  /// it is printed as ever.
  default void capture(Outlet outlet, Runnable task) {
    task.run();
  }
}

package lectern.display;

import java.util.ArrayList;
import java.util.List;

/// What shows things: the kernel in a notebook, a terminal everywhere else.
///
/// The host decides which cell an output belongs to; callers on any thread just show.
public interface DisplayHost {

  /// How many exceptions of a chain are told.
  int MOST_CAUSES = 5;

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

  /// Where the present thread's output lands: below the cell whose run it works for. A terminal
  /// keeps what it printed.
  default Place here() {
    return new Place() {
      @Override
      public void execute(Runnable task) {
        task.run();
      }

      @Override
      public void whenGone(Runnable task) {
        // A terminal keeps what it printed.
      }
    };
  }

  /// The lines that tell an exception as a failed cell tells its own; they may have ANSI colours.
  default List<String> tell(Throwable thrown) {
    var lines = new ArrayList<String>();
    for (var e = thrown; e != null && lines.size() < MOST_CAUSES; e = e.getCause()) {
      lines.add((e == thrown ? "" : "Caused by: ") + e);
    }
    return lines;
  }

  /// Runs a task; what it and the threads it starts print and show goes to an outlet. In a terminal
  /// it is printed as ever.
  default void capture(Outlet outlet, Runnable task) {
    task.run();
  }
}

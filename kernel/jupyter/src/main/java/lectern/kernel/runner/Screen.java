package lectern.kernel.runner;

import java.io.PrintStream;
import java.time.Duration;

/// Tells on standard error how a run goes: one line a cell with its number, the first line of its
/// code and the seconds it took.
final class Screen implements NotebookRun.Progress {

  private static final int WIDTH = 60;

  private final PrintStream out = System.err;

  void line(String text) {
    out.println(text);
  }

  @Override
  public void begins(int cell, int cells, String source) {
    var first = source.strip().lines().findFirst().orElse("");
    var shown = first.length() > WIDTH ? first.substring(0, WIDTH - 1) + "…" : first;
    out.printf("  %3d/%d  %-" + WIDTH + "s", cell, cells, shown);
    out.flush();
  }

  @Override
  public void ended(int cell, int cells, Duration time) {
    out.printf("  %6.2f s%n", time.toMillis() / 1e3);
  }

  void failed(NotebookRun.Failure failure) {
    out.println();
    out.println("cell " + failure.cell() + " failed: " + failure.name() + ": " + failure.message());
    failure.traceback().forEach(out::println);
  }
}

package lectern.data;

import java.util.UUID;
import lectern.display.Display;
import lectern.display.MimeBundle;

/// Shows how far a download is: one line that is rewritten in a notebook, and a line at the start
/// in a terminal.
final class DownloadProgress implements Download.Progress, AutoCloseable {

  private static final long BETWEEN_NANOS = 200_000_000;

  private final String name;
  private final String id = UUID.randomUUID().toString();
  private long shown;
  private boolean begun;

  DownloadProgress(String name) {
    this.name = name;
  }

  @Override
  public void at(long done, long total) {
    long now = System.nanoTime();
    boolean complete = done == total;
    if (begun && !complete && now - shown < BETWEEN_NANOS) {
      return;
    }
    if (!begun || Display.host().isRich()) {
      show(
          total > 0
              ? "Downloading %s: %.1f of %.1f MB".formatted(name, done / 1e6, total / 1e6)
              : "Downloading %s: %.1f MB".formatted(name, done / 1e6));
    }
    shown = now;
  }

  /// Clears the line: what came of it is told elsewhere.
  @Override
  public void close() {
    if (begun && Display.host().isRich()) {
      show("");
    }
  }

  private void show(String text) {
    Display.host().show(MimeBundle.text(text), id, begun);
    begun = true;
  }
}

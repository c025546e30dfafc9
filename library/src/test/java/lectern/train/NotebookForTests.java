package lectern.train;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.CommTarget;
import lectern.display.DisplayHost;
import lectern.display.MimeBundle;

/// Keeps what is shown.
final class NotebookForTests implements DisplayHost {

  final List<MimeBundle> shown = new CopyOnWriteArrayList<>();
  final List<String> shownIds = new CopyOnWriteArrayList<>();
  boolean rich = true;

  Set<String> ids() {
    return new LinkedHashSet<>(shownIds);
  }

  MimeBundle last() {
    return shown.getLast();
  }

  /// Waits for a figure whose text begins so; JUnit's time limit ends the waiting.
  void await(String text) throws InterruptedException {
    while (shown.stream().noneMatch(b -> isFigure(b) && b.text().startsWith(text))) {
      Thread.sleep(5);
    }
  }

  private static boolean isFigure(MimeBundle bundle) {
    return bundle.data().containsKey("image/svg+xml");
  }

  @Override
  public void show(MimeBundle bundle, String id, boolean update) {
    if (update != shownIds.contains(id)) {
      throw new IllegalStateException("update of " + id + ": " + update);
    }
    shown.add(bundle);
    if (rich) {
      shownIds.add(id);
    }
  }

  @Override
  public void clearOutput(boolean wait) {}

  @Override
  public boolean isRich() {
    return rich;
  }

  @Override
  public String ask(String prompt, boolean hidden) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Comm openComm(String target, CommMessage opening, CommListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void acceptComms(String target, CommTarget answer) {}
}

package lectern.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import lectern.display.Display;
import lectern.display.DisplayHost;
import lectern.display.MimeBundle;
import lectern.display.Png;

/// Controls and, below them, what a function makes of their values. Made by [Interact#interactive].
///
/// One drag asks for many values. The function runs for one at a time; values that arrive meanwhile
/// are passed over but for the last, which is always shown. While the reader drags, pictures are
/// sketches of at most 10 kB; a moment after the last the full one follows.
public final class Interactive extends Box {

  private static final long REST_MILLIS = 350;

  /// So long after a drawing, a value gives way to one that has already arrived.
  private static final long YIELD_NANOS = 200_000_000;

  private static final String RERUN =
      "<style>.lectern-rerun{display:none}"
          + ".jupyter-widgets-disconnected .lectern-rerun{display:block;padding:4px 8px;"
          + "border-left:4px solid #d55e00}</style><div class=\"lectern-rerun\" role=\"status\">"
          + "These controls belong to a kernel that has ended. Run this cell again to use them."
          + "</div>";

  /// A first call that takes longer shows the controls, and what it prints, while it runs.
  private static final long SOON_MILLIS = 300;

  private final List<Control<?>> controls;
  private final Callable<?> function;
  private final Stage stage = new Stage();
  private final ReentrantLock drawing = new ReentrantLock();
  private final AtomicBoolean stale = new AtomicBoolean();
  private final AtomicLong turn = new AtomicLong();
  private volatile long drawnAt;
  private volatile boolean beginning;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final Control.Watcher watcher = new Watching();
  private Object last;
  private List<?> lastValues = List.of();
  private volatile MimeBundle first = MimeBundle.text("…");
  private Throwable failure;

  Interactive(List<Control<?>> controls, Callable<?> function) {
    super("VBox", List.of());
    this.controls = List.copyOf(controls);
    this.function = function;
    var parts = new ArrayList<Widget>();
    parts.add(new HTML(RERUN));
    parts.addAll(controls);
    parts.add(stage);
    children(parts);
  }

  /// Calls the function for the values where the controls stand, unless it was already.
  Interactive drawn() {
    drawing.lock();
    try {
      if (!values().equals(lastValues)) {
        var outcome = call();
        failure = outcome instanceof Failed failed ? failed.error : null;
        first = saved(outcome);
        show(outcome);
      }
    } finally {
      drawing.unlock();
    }
    return this;
  }

  /// Calls the function and shows all. What was moved meanwhile is drawn then: comms are heard by
  /// one thread, and another control may be what the function waits for.
  void begin() {
    var view = new View();
    beginning = true;
    view.showIfSlow();
    drawn();
    view.show(false);
    beginning = false;
    settle();
    if (failure != null) {
      Interactive.<RuntimeException>pass(failure);
    }
  }

  @SuppressWarnings("unchecked") // passes on what the function threw, as it is
  private static <E extends Throwable> void pass(Throwable failure) throws E {
    throw (E) failure;
  }

  /// What the cell shows: at first the controls and what is printed, if the first call takes long,
  /// and in the end the bundle that is saved.
  private final class View {

    private final DisplayHost host = Display.host();
    private final String id = UUID.randomUUID().toString();
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean shown;

    /// The thread inherits the place of this one.
    void showIfSlow() {
      if (host.isRich()) {
        Thread.ofPlatform().daemon().name("lectern-interact").start(this::await);
      }
    }

    private void await() {
      try {
        if (!end.await(SOON_MILLIS, TimeUnit.MILLISECONDS)) {
          show(true);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the end will show it
      }
    }

    synchronized void show(boolean early) {
      if (early && end.getCount() == 0) {
        return;
      }
      if (!early) {
        end.countDown();
      }
      if (host.isRich() || failure == null) {
        host.show(early ? view() : bundle(), id, shown);
        shown = true;
      }
    }
  }

  private List<?> values() {
    return controls.stream().map(Control::value).toList();
  }

  /// What a reader without a kernel gets: the first result, and before it what was printed.
  private MimeBundle saved(Object outcome) {
    var bundle =
        outcome instanceof MimeBundle shown ? shown : MimeBundle.text(String.valueOf(failure));
    var printed = stage.printed().toString();
    return printed.isEmpty()
        ? bundle
        : bundle.with(MimeBundle.TEXT, (printed + "\n" + bundle.text()).stripTrailing());
  }

  /// The live view, and what the function made of the first values for readers without a kernel.
  @Override
  public MimeBundle toMimeBundle() {
    drawn(); // code may have moved a control since
    return bundle();
  }

  private MimeBundle bundle() {
    var live = view().data().get(VIEW);
    return live == null ? first : first.with(VIEW, live);
  }

  private MimeBundle view() {
    return super.toMimeBundle();
  }

  /// The function threw, perhaps because it was interrupted.
  private record Failed(Throwable error, boolean interrupted) {}

  private static final String INTERRUPTED = "Interrupted";
  private static final String STOPPED = "the function was stopped. Move a control to run it again.";

  /// Draws while the page shows the controls.
  private final class Watching implements Control.Watcher {

    @Override
    public void changed() {
      stale.set(true);
    }

    @Override
    public void settled() {
      settle();
    }
  }

  @Override
  void woken() {
    controls.forEach(control -> control.watch(watcher));
  }

  @Override
  void slept() {
    controls.forEach(control -> control.unwatch(watcher));
  }

  /// Draws unless a later message will.
  private void settle() {
    if (!stale.get() || beginning) {
      return;
    }
    if (System.nanoTime() - drawnAt < YIELD_NANOS && controls.stream().anyMatch(Widget::hasNews)) {
      return;
    }
    drawing.lock();
    try {
      while (stale.getAndSet(false)) {
        long mine = turn.incrementAndGet();
        var outcome = Png.sketching(this::call);
        show(outcome);
        if (outcome instanceof Failed failed && failed.interrupted) {
          break; // a value that came meanwhile is drawn by the thread that brings it
        }
        drawnAt = System.nanoTime();
        var place = Display.host().here();
        CompletableFuture.delayedExecutor(REST_MILLIS, TimeUnit.MILLISECONDS)
            .execute(() -> place.execute(() -> finish(mine)));
      }
    } finally {
      drawing.unlock();
    }
  }

  /// Shows the last value again, in full, with the renderers that the cell sees.
  private void finish(long drawn) {
    drawing.lock();
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      if (turn.get() == drawn && !stale.get() && last != null) {
        stage.show(Display.render(last));
      }
    } finally {
      thread.setContextClassLoader(before);
      drawing.unlock();
    }
  }

  /// A bundle, or [Failed]. The function's texts go to the stage.
  private Object call() {
    var result = new Object[1];
    var printed = stage.printed();
    printed.replace();
    printed.collect(
        () -> {
          try {
            lastValues = values();
            last = function.call();
            result[0] = last == null ? MimeBundle.text("") : Display.render(last);
          } catch (Throwable e) { // shown in place; the next value may do better
            last = null;
            result[0] = new Failed(e, Callbacks.interrupted(e));
          }
        });
    return result[0];
  }

  /// Shows the result, then the texts: each message before the picture makes it later.
  private void show(Object outcome) {
    switch (outcome) {
      case MimeBundle bundle -> stage.show(bundle);
      case Failed(_, var interrupted) when interrupted ->
          stage.fail(INTERRUPTED, STOPPED, List.of(INTERRUPTED + ": " + STOPPED));
      case Failed(var error, _) ->
          stage.fail(
              error.getClass().getSimpleName(),
              String.valueOf(error.getMessage()),
              Display.host().tell(error));
      default -> throw new IllegalStateException("neither a bundle nor a failure: " + outcome);
    }
    stage.printed().send();
  }

  @Override
  public String toString() {
    return first.text();
  }
}

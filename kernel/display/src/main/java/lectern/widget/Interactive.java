package lectern.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import lectern.display.Display;
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

  private final List<Control<?>> controls;
  private final Callable<?> function;
  private final Stage stage = new Stage();
  private final ReentrantLock drawing = new ReentrantLock();
  private final AtomicBoolean stale = new AtomicBoolean();
  private final AtomicLong turn = new AtomicLong();
  private volatile long drawnAt;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private Object last;
  private final MimeBundle first;
  private final Throwable failure;

  Interactive(List<Control<?>> controls, Callable<?> function) {
    super("VBox", List.of());
    this.controls = List.copyOf(controls);
    this.function = function;
    var outcome = call();
    failure = outcome instanceof Failed failed ? failed.error : null;
    first = saved(outcome);
    show(outcome);
    var parts = new ArrayList<Widget>();
    parts.add(new HTML(RERUN));
    parts.addAll(controls);
    parts.add(stage);
    children(parts);
    this.controls.forEach(c -> c.watch(() -> stale.set(true), this::settle));
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

  /// What the function threw for the first values, or null.
  Throwable failure() {
    return failure;
  }

  /// The live view, and what the function made of the first values for readers without a kernel.
  @Override
  public MimeBundle toMimeBundle() {
    var bundle = first;
    var live = super.toMimeBundle().data().get(VIEW);
    return live == null ? bundle : bundle.with(VIEW, live);
  }

  /// The function threw, perhaps because it was interrupted.
  private record Failed(Throwable error, boolean interrupted) {}

  /// Stands in the picture's place.
  private static final class Interrupted extends Exception {
    private static final long serialVersionUID = 1;

    Interrupted() {
      super("the function was stopped. Move a control to run it again.");
    }
  }

  /// Draws unless a later message will.
  private void settle() {
    if (!stale.get()) {
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
        CompletableFuture.delayedExecutor(REST_MILLIS, TimeUnit.MILLISECONDS)
            .execute(() -> finish(mine));
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
    printed.capture(
        () -> {
          try {
            last = function.call();
            result[0] = last == null ? MimeBundle.text("") : Display.render(last);
          } catch (Throwable e) { // shown in place; the next value may do better
            last = null;
            result[0] = new Failed(e, Callbacks.interrupted(e));
          }
        });
    return result[0];
  }

  private void show(Object outcome) {
    switch (outcome) {
      case MimeBundle bundle -> stage.show(bundle);
      case Failed failed -> stage.fail(failed.interrupted ? new Interrupted() : failed.error);
      default -> throw new IllegalStateException("neither a bundle nor a failure: " + outcome);
    }
  }

  @Override
  public String toString() {
    return first.text();
  }
}

package lectern.widget;

import java.util.List;

/// Keeps the values of two controls equal in the page, without asking the kernel: what ipywidgets
/// calls `jslink`.
///
/// ```java
/// var play = new Play(0, 300);
/// var step = slider("step", 0, 300, 0);
/// jslink(play, step);
/// Display.display(new HBox(play, step));
/// ```
///
/// It begins to work when `source` is shown. Each control tells its own listeners.
public final class Link extends Widget {

  private final Control<?> source;

  Link(Control<?> source, Control<?> target) {
    super(CONTROLS, "2.0.0", "LinkModel", null);
    if (source == target) {
      throw new IllegalArgumentException("jslink: " + source + " cannot be linked to itself");
    }
    if (kind(source) != kind(target)) {
      throw new IllegalArgumentException(
          "jslink: the values of both controls must be of one kind, and they are those of %s and %s"
              .formatted(source, target));
    }
    this.source = source;
    set("source", List.of(source, source.key()));
    set("target", List.of(target, target.key()));
    source.link(this);
  }

  private static Class<?> kind(Control<?> control) {
    var value = control.wireValue();
    return value instanceof Number ? Number.class : value.getClass();
  }

  /// Ends it.
  public void unlink() {
    source.unlink(this);
    close();
  }
}

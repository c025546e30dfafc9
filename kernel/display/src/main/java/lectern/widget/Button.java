package lectern.widget;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import lectern.display.Display;

/// Something to click.
///
/// ```java
/// var go = new Button("Train one epoch");
/// go.onClick(() -> System.out.println("clicked"));
/// go
/// ```
public final class Button extends Widget {

  private final String description;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Button(String description) {
    super("Button");
    this.description = Objects.requireNonNull(description, "description");
    set("description", description);
  }

  /// Calls the listener at each click, also while a cell runs. What it prints lands below the cell
  /// that calls this; so does an exception, and the button stays alive. When that cell is run again
  /// the listener goes.
  public void onClick(Runnable listener) {
    var place = Display.host().here();
    Objects.requireNonNull(listener, "listener");
    Runnable heard = () -> place.execute(() -> Callbacks.run(listener));
    listeners.add(heard);
    place.whenGone(() -> listeners.remove(heard));
  }

  /// Does what a click does.
  public void click() {
    listeners.forEach(Runnable::run);
  }

  /// Whether it can be clicked.
  public void disabled(boolean disabled) {
    set("disabled", disabled);
  }

  /// One of `primary`, `success`, `info`, `warning`, `danger`, or the empty string.
  public Button look(String style) {
    set("button_style", style);
    return this;
  }

  @Override
  String styleName() {
    return "ButtonStyleModel";
  }

  @Override
  void heard(Map<?, ?> content) {
    if ("click".equals(content.get("event"))) {
      click();
    }
  }

  @Override
  public String toString() {
    return "Button(" + description + ")";
  }
}

package lectern.widget;

import java.util.Map;
import java.util.Objects;

/// A bar that code moves.
///
/// For the progress of a loop there is [lectern.display.Progress], which needs no page.
///
/// ```java
/// var done = new IntProgress("epochs", 0, 10);
/// done.value(4);
/// ```
public final class IntProgress extends Widget {

  private final String description;
  private final int max;

  /// A bar that stands at `min`.
  public IntProgress(String description, int min, int max) {
    super(CONTROLS, "2.0.0", "IntProgressModel", "ProgressView");
    Ranges.check("IntProgress \"" + description + "\"", min, max, min);
    this.description = Objects.requireNonNull(description, "description");
    this.max = max;
    set(Map.of("description", description, "min", min, "max", max, "value", min));
  }

  /// Where the bar stands.
  public int value() {
    return (Integer) get("value");
  }

  /// Moves the bar.
  public void value(int value) {
    set("value", value);
  }

  @Override
  String styleName() {
    return "ProgressStyleModel";
  }

  @Override
  public String toString() {
    return "IntProgress(" + description + " " + value() + " of " + max + ")";
  }
}

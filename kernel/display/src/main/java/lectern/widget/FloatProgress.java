package lectern.widget;

import java.util.Map;
import java.util.Objects;

/// A bar that code moves.
///
/// For the progress of a loop there is [lectern.display.Progress], which needs no page.
///
/// ```java
/// var done = new FloatProgress("loss", 0, 1);
/// done.value(0.4);
/// ```
public final class FloatProgress extends Widget {

  private final String description;
  private final double max;

  /// A bar that stands at `min`.
  public FloatProgress(String description, double min, double max) {
    super(CONTROLS, "2.0.0", "FloatProgressModel", "ProgressView");
    Ranges.check("FloatProgress \"" + description + "\"", min, max, min);
    this.description = Objects.requireNonNull(description, "description");
    this.max = max;
    set(Map.of("description", description, "min", min, "max", max, "value", min));
  }

  /// Where the bar stands.
  public double value() {
    return (Double) get("value");
  }

  /// Moves the bar.
  public void value(double value) {
    set("value", value);
  }

  @Override
  String styleName() {
    return "ProgressStyleModel";
  }

  @Override
  public String toString() {
    return "FloatProgress(" + description + " " + value() + " of " + max + ")";
  }
}

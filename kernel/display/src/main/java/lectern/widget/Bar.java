package lectern.widget;

import java.util.Map;
import java.util.Objects;

/// A bar that shows how far something is.
abstract class Bar extends Widget {

  private final String name;
  private final String description;
  private final Number max;

  /// A bar that stands at `min`.
  Bar(String name, String description, Number min, Number max) {
    super(CONTROLS, "2.0.0", name + "Model", "ProgressView");
    var low = min.doubleValue();
    Ranges.check(name + " \"" + description + "\"", low, max.doubleValue(), low);
    this.name = name;
    this.description = Objects.requireNonNull(description, "description");
    this.max = max;
    set(Map.of("description", description, "min", min, "max", max, "value", min));
  }

  @Override
  final String styleName() {
    return "ProgressStyleModel";
  }

  @Override
  public final String toString() {
    return name + "(" + description + " " + get("value") + " of " + max + ")";
  }
}

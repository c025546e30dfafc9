package lectern.widget;

import java.util.Map;

/// A slider over whole numbers.
///
/// ```java
/// var steps = new IntSlider("steps", 0, 300, 40);
/// ```
public final class IntSlider extends Slider<Integer> {

  private final int min;
  private final int max;

  /// @throws IllegalArgumentException when `min ≤ value ≤ max` does not hold
  public IntSlider(String description, int min, int max, int value) {
    super("IntSlider", description);
    Ranges.check("IntSlider \"" + description + "\"", min, max, value);
    this.min = min;
    this.max = max;
    set(Map.of("min", min, "max", max, "step", 1));
    start(value);
  }

  /// The distance between two positions of the handle.
  public IntSlider step(int step) {
    set("step", (int) Ranges.positive("step", step));
    return this;
  }

  /// False tells of a drag only at its end, for what takes long.
  public IntSlider continuous(boolean continuous) {
    set("continuous_update", continuous);
    return this;
  }

  @Override
  Object toWire(Integer value) {
    return value;
  }

  @Override
  Integer fromWire(Object words) {
    return ((Number) words).intValue();
  }

  @Override
  Integer checked(Integer value) {
    return Math.clamp(value, min, max);
  }
}

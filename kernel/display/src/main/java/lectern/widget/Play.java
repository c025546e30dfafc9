package lectern.widget;

import java.util.Map;

/// Counts by itself while it plays, as for the steps of a path.
///
/// ```java
/// interact(new Play(0, 300), step -> path(step))
/// ```
///
/// [Interact#jslink] lets it drive a slider.
public final class Play extends Control<Integer> {

  private final int min;
  private final int max;

  /// Counts from `min` to `max`, five times a second.
  ///
  /// @throws IllegalArgumentException when `min < max` does not hold
  public Play(int min, int max) {
    super("Play", "value", "");
    Ranges.check("Play", min, max, min);
    this.min = min;
    this.max = max;
    set(Map.of("min", min, "max", max, "step", 1, "interval", 200, "playing", false));
    set(Map.of("repeat", false, "show_repeat", true));
    start(min);
  }

  /// The pause between two counts, in milliseconds.
  public Play interval(int milliseconds) {
    set("interval", (int) Ranges.positive("interval", milliseconds));
    return this;
  }

  /// How much is added at each count.
  public Play step(int step) {
    set("step", (int) Ranges.positive("step", step));
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

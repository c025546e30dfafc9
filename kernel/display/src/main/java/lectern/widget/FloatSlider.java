package lectern.widget;

import java.util.Map;

/// A slider over real numbers.
///
/// ```java
/// var nu = new FloatSlider("ν₁", 0, 1, 0.7);
/// nu.value()   // 0.7
/// ```
public final class FloatSlider extends RealSlider {

  /// @param min the left end
  /// @param max the right end; the handle moves in hundredths of the way
  /// @param value where it stands first
  /// @throws IllegalArgumentException when `min ≤ value ≤ max` does not hold
  public FloatSlider(String description, double min, double max, double value) {
    super("FloatSlider", description, min, max, value);
    set(Map.of("min", min, "max", max));
    step(Ranges.step(min, max));
  }

  /// The distance between two positions of the handle. The number beside it shows as many digits.
  public FloatSlider step(double step) {
    set(Map.of("step", Ranges.positive("step", step), "readout_format", Ranges.format(step)));
    return this;
  }

  /// False tells of a drag only at its end, for what takes long.
  public FloatSlider continuous(boolean continuous) {
    set("continuous_update", continuous);
    return this;
  }
}

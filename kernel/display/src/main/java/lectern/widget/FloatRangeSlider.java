package lectern.widget;

import java.util.List;
import java.util.Map;

/// A slider with two handles.
///
/// ```java
/// var band = new FloatRangeSlider("band", 0, 1, 0.2, 0.8);
/// band.value().low()   // 0.2
/// ```
public final class FloatRangeSlider extends Slider<FloatRangeSlider.Range> {

  /// Where the handles stand.
  public record Range(double low, double high) {}

  private final double min;
  private final double max;

  /// @throws IllegalArgumentException when `min ≤ low ≤ high ≤ max` does not hold
  public FloatRangeSlider(String description, double min, double max, double low, double high) {
    super("FloatRangeSlider", description);
    Ranges.check("FloatRangeSlider \"" + description + "\"", min, max, low);
    Ranges.check("FloatRangeSlider \"" + description + "\"", min, max, high);
    this.min = min;
    this.max = max;
    double step = Ranges.step(min, max);
    set(Map.of("min", min, "max", max, "step", step, "readout_format", Ranges.format(step)));
    start(new Range(low, high));
  }

  @Override
  Object toWire(Range value) {
    return List.of(value.low(), value.high());
  }

  @Override
  Range fromWire(Object words) {
    var pair = (List<?>) words;
    return new Range(((Number) pair.get(0)).doubleValue(), ((Number) pair.get(1)).doubleValue());
  }

  @Override
  Range checked(Range value) {
    if (value.low() > value.high()) {
      throw new IllegalArgumentException(
          "FloatRangeSlider: low ≤ high must hold, and the value is " + value + ".");
    }
    return new Range(Math.clamp(value.low(), min, max), Math.clamp(value.high(), min, max));
  }
}

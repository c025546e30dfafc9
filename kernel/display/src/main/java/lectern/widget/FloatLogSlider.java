package lectern.widget;

import java.util.Map;

/// A slider over powers of ten, as for learning rates.
///
/// ```java
/// var rate = new FloatLogSlider("α", -5, 0, 1e-3);   // 10⁻⁵ … 1
/// ```
public final class FloatLogSlider extends RealSlider {

  /// @param min exponent of the left end
  /// @param max exponent of the right end; the handle moves in tenths of an exponent
  /// @param value where it stands first, itself and not its exponent
  /// @throws IllegalArgumentException when `10^min ≤ value ≤ 10^max` does not hold
  public FloatLogSlider(String description, double min, double max, double value) {
    super("FloatLogSlider", description, Math.pow(10, min), Math.pow(10, max), value);
    set(Map.of("min", min, "max", max, "base", 10.0, "step", 0.1, "readout_format", ".2g"));
  }
}

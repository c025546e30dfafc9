package lectern.widget;

/// A slider whose value is a real number in a range.
abstract class RealSlider extends Slider<Double> {

  private final double min;
  private final double max;

  /// @throws IllegalArgumentException when `min ≤ value ≤ max` does not hold
  RealSlider(String name, String description, double min, double max, double value) {
    super(name, description);
    Ranges.check(name + " \"" + description + "\"", min, max, value);
    this.min = min;
    this.max = max;
    start(value);
  }

  @Override
  final Object toWire(Double value) {
    return value;
  }

  @Override
  final Double fromWire(Object words) {
    return ((Number) words).doubleValue();
  }

  @Override
  final Double checked(Double value) {
    return Math.clamp(value, min, max);
  }
}

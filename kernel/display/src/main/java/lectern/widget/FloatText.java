package lectern.widget;

/// A number to type.
///
/// ```java
/// var epsilon = new FloatText("ε", 1e-8);
/// ```
public final class FloatText extends Control<Double> {

  /// @throws IllegalArgumentException when the value is not finite
  public FloatText(String description, double value) {
    super("FloatText", "value", description);
    set("step", "any");
    start(value);
  }

  @Override
  Object toWire(Double value) {
    return value;
  }

  @Override
  Double fromWire(Object words) {
    return ((Number) words).doubleValue();
  }

  @Override
  Double checked(Double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("FloatText shows finite numbers, and this is " + value);
    }
    return value;
  }
}

package lectern.widget;

/// A bar that code moves.
///
/// For the progress of a loop there is [lectern.display.Progress], which needs no page.
///
/// ```java
/// var done = new FloatProgress("loss", 0, 1);
/// done.value(0.4);
/// ```
public final class FloatProgress extends Bar {

  /// A bar that stands at `min`.
  ///
  /// @throws IllegalArgumentException when `min < max` does not hold
  public FloatProgress(String description, double min, double max) {
    super("FloatProgress", description, min, max);
  }

  /// Where the bar stands.
  public double value() {
    return (Double) get("value");
  }

  /// Moves the bar.
  public void value(double value) {
    set("value", value);
  }
}

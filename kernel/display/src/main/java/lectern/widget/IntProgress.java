package lectern.widget;

/// A bar that code moves.
///
/// For the progress of a loop there is [lectern.display.Progress], which needs no page.
///
/// ```java
/// var done = new IntProgress("epochs", 0, 10);
/// done.value(4);
/// ```
public final class IntProgress extends Bar {

  /// A bar that stands at `min`.
  ///
  /// @throws IllegalArgumentException when `min < max` does not hold
  public IntProgress(String description, int min, int max) {
    super("IntProgress", description, min, max);
  }

  /// Where the bar stands.
  public int value() {
    return (Integer) get("value");
  }

  /// Moves the bar.
  public void value(int value) {
    set("value", value);
  }
}

package lectern.widget;

/// Yes or no.
///
/// ```java
/// var log = new Checkbox("log scale", false);
/// ```
public final class Checkbox extends Control<Boolean> {

  public Checkbox(String description, boolean value) {
    super("Checkbox", "value", description);
    start(value);
  }

  @Override
  String styleName() {
    return "CheckboxStyleModel";
  }

  @Override
  Object toWire(Boolean value) {
    return value;
  }

  @Override
  Boolean fromWire(Object words) {
    return (Boolean) words;
  }

  @Override
  Boolean checked(Boolean value) {
    return value;
  }
}

package lectern.widget;

/// A line of text. The value changes with each key.
///
/// ```java
/// var title = new Text("title", "Ravine");
/// ```
public final class Text extends Control<String> {

  public Text(String description, String value) {
    super("Text", "value", description);
    set("continuous_update", true);
    start(value);
  }

  /// False tells of the text only when it is finished with Enter.
  public Text continuous(boolean continuous) {
    set("continuous_update", continuous);
    return this;
  }

  @Override
  String styleName() {
    return "TextStyleModel";
  }

  @Override
  Object toWire(String value) {
    return value;
  }

  @Override
  String fromWire(Object words) {
    return (String) words;
  }

  @Override
  String checked(String value) {
    return value;
  }
}

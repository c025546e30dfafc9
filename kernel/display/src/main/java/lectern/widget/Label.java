package lectern.widget;

import java.util.Objects;

/// A line of text, with formulas between dollar signs.
///
/// ```java
/// var words = new Label("$\\nu_1$");
/// words.value("$\\nu_2$");   // replaces them
/// ```
public final class Label extends Widget {

  public Label(String value) {
    super("Label");
    value(value);
  }

  /// What is shown.
  public String value() {
    return (String) get("value");
  }

  /// Shows something else.
  public void value(String value) {
    set("value", Objects.requireNonNull(value, "value"));
  }

  @Override
  String styleName() {
    return "LabelStyleModel";
  }

  @Override
  public String toString() {
    return value();
  }
}

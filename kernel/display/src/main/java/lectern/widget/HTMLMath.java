package lectern.widget;

import java.util.Objects;

/// HTML with formulas between dollar signs, which code can replace.
///
/// ```java
/// var words = new HTMLMath("<b>Loss</b> $L(\\theta)$");
/// words.value("$L = 0$");   // replaces them
/// ```
public final class HTMLMath extends Widget {

  public HTMLMath(String value) {
    super("HTMLMath");
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
    return "HTMLMathStyleModel";
  }

  @Override
  public String toString() {
    return new lectern.display.Html(value()).toMimeBundle().text();
  }
}

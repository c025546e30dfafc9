package lectern.widget;

import java.util.Objects;

/// HTML that code can replace. Scripts in it do not run.
///
/// ```java
/// var words = new HTML("<b>ready</b>");
/// words.value("<b>done</b>");   // replaces them
/// ```
public final class HTML extends Widget {

  public HTML(String value) {
    super("HTML");
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
    return "HTMLStyleModel";
  }

  @Override
  public String toString() {
    return new lectern.display.Html(value()).toMimeBundle().text();
  }
}

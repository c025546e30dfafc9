package lectern.widget;

import lectern.display.Html;

/// HTML with formulas between dollar signs, which code can replace.
///
/// ```java
/// var words = new HTMLMath("<b>Loss</b> $L(\\theta)$");
/// words.value("$L = 0$");   // replaces them
/// ```
public final class HTMLMath extends Words {

  public HTMLMath(String value) {
    super("HTMLMath", value);
  }

  @Override
  public String toString() {
    return new Html(value()).toMimeBundle().text();
  }
}

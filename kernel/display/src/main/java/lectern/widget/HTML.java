package lectern.widget;

import lectern.display.Html;

/// HTML that code can replace. Scripts in it do not run.
///
/// ```java
/// var words = new HTML("<b>ready</b>");
/// words.value("<b>done</b>");   // replaces them
/// ```
public final class HTML extends Words {

  public HTML(String value) {
    super("HTML", value);
  }

  @Override
  public String toString() {
    return new Html(value()).toMimeBundle().text();
  }
}

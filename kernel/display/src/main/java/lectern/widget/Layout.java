package lectern.widget;

/// Where a widget stands and how large it is, in words of CSS.
///
/// ```java
/// slider.layout().width("100%").margin("0 0 12px 0");
/// ```
public final class Layout extends Widget {

  Layout() {
    super(BASE, "2.0.0", "LayoutModel", "LayoutView");
  }

  /// For example `300px` or `50%`.
  public Layout width(String css) {
    return put("width", css);
  }

  /// For example `200px`.
  public Layout height(String css) {
    return put("height", css);
  }

  /// Space around, for example `4px` or `0 8px`.
  public Layout margin(String css) {
    return put("margin", css);
  }

  /// Space inside, for example `4px`.
  public Layout padding(String css) {
    return put("padding", css);
  }

  /// `none` hides the widget, the empty string shows it.
  public Layout display(String css) {
    return put("display", css);
  }

  /// Any other property by its name in ipywidgets, for example `align_items`, `flex` or
  /// `border_top`.
  public Layout put(String property, String css) {
    set(property, css);
    return this;
  }
}

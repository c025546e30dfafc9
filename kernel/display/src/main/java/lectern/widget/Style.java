package lectern.widget;

/// The looks of a widget's parts, in words of CSS.
///
/// ```java
/// slider.style().descriptionWidth("initial").put("handle_color", "#d55e00");
/// button.style().put("button_color", "#0072b2");
/// ```
public final class Style extends Widget {

  Style(String model) {
    super(CONTROLS, "2.0.0", model, "StyleView");
    set("_view_module", BASE);
  }

  /// Room for the label; `initial` takes what the text needs.
  public Style descriptionWidth(String css) {
    return put("description_width", css);
  }

  /// A property by its name in ipywidgets, for example `handle_color`, `bar_color`, `button_color`,
  /// `text_color` or `font_weight`. The front end passes over one that the widget does not have.
  public Style put(String property, String css) {
    set(property, css);
    return this;
  }
}

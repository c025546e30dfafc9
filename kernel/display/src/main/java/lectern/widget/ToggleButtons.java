package lectern.widget;

import java.util.List;
import java.util.Map;

/// One of several options, each a button.
///
/// ```java
/// var scale = new ToggleButtons<>("scale", "linear", "log");
/// ```
///
/// @param <T> the options' class
public final class ToggleButtons<T> extends Choice<T> {

  /// Options that are their own labels; the first is chosen.
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public ToggleButtons(String description, T... options) {
    this(description, labelled(List.of(options)));
  }

  /// Options by label, in the map's order; the first is chosen.
  public ToggleButtons(String description, Map<String, ? extends T> options) {
    super("ToggleButtons", description, options);
  }

  @Override
  String styleName() {
    return "ToggleButtonsStyleModel";
  }
}

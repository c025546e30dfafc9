package lectern.widget;

import java.util.List;
import java.util.Map;

/// One of several options in a list that folds out.
///
/// ```java
/// var rule = new Dropdown<>("rule", "SGD", "Adam", "QHAdam");
/// var map = new Dropdown<>("map", Map.of("ravine", ravine, "Rosenbrock", rosenbrock));
/// ```
///
/// @param <T> the options' class
public final class Dropdown<T> extends Choice<T> {

  /// Options that are their own labels; the first is chosen.
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public Dropdown(String description, T... options) {
    this(description, labelled(List.of(options)));
  }

  /// Options by label, in the map's order; the first is chosen.
  public Dropdown(String description, Map<String, ? extends T> options) {
    super("Dropdown", description, options);
  }
}

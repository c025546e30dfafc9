package lectern.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One of several options, each with a label.
///
/// @param <T> the options' class
public abstract class Choice<T> extends Control<T> {

  private final List<String> labels;
  private final List<T> options;

  /// @throws IllegalArgumentException when there are no options
  Choice(String name, String description, Map<String, ? extends T> options) {
    super(name, "index", description);
    if (options.isEmpty()) {
      throw new IllegalArgumentException(name + " \"" + description + "\" needs an option.");
    }
    labels = List.copyOf(options.keySet());
    this.options = new ArrayList<>(options.values());
    set("_options_labels", labels);
    start(this.options.getFirst());
  }

  /// Options that are their own labels.
  static <T> Map<String, T> labelled(Iterable<? extends T> options) {
    var map = new LinkedHashMap<String, T>();
    options.forEach(option -> map.put(String.valueOf(option), option));
    return map;
  }

  /// The label of the value.
  public final String label() {
    return labels.get(((Number) get("index")).intValue());
  }

  @Override
  final Object toWire(T value) {
    return options.indexOf(value);
  }

  @Override
  final T fromWire(Object words) {
    return options.get(((Number) words).intValue());
  }

  @Override
  final T checked(T value) {
    if (!options.contains(value)) {
      throw new IllegalArgumentException(
          "\"" + description() + "\" has no option " + value + "; it has " + labels + ".");
    }
    return value;
  }
}

package lectern.widget;

import java.util.List;

/// Any number of several options.
///
/// ```java
/// var rules = new SelectMultiple<>("rules", "SGD", "Adam", "QHAdam");
/// rules.value(List.of("SGD", "Adam"));
/// ```
///
/// @param <T> the options' class
public final class SelectMultiple<T> extends Control<List<T>> {

  private final List<T> options;

  /// The options; none is chosen at first.
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public SelectMultiple(String description, T... options) {
    super("SelectMultiple", "index", description);
    this.options = List.of(options);
    set("_options_labels", this.options.stream().map(String::valueOf).toList());
    set("rows", Math.clamp(options.length, 2, 10));
    start(List.of());
  }

  @Override
  Object toWire(List<T> value) {
    return value.stream().map(options::indexOf).sorted().toList();
  }

  @Override
  List<T> fromWire(Object words) {
    return ((List<?>) words).stream().map(i -> options.get(((Number) i).intValue())).toList();
  }

  @Override
  List<T> checked(List<T> value) {
    for (var each : value) {
      if (!options.contains(each)) {
        throw new IllegalArgumentException(
            "\"" + description() + "\" has no option " + each + "; it has " + options + ".");
      }
    }
    return value;
  }
}

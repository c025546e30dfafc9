package lectern.widget;

import java.util.Map;

/// A control with one handle or two, and the value beside it.
abstract class Slider<T> extends Control<T> {

  Slider(String name, String description) {
    super(name, "value", description);
    set(Map.of("readout", true, "continuous_update", true));
  }

  @Override
  final String styleName() {
    return "SliderStyleModel";
  }
}

package lectern.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Widgets below each other, one of them unfolded.
///
/// ```java
/// var parts = new LinkedHashMap<String, Widget>();
/// parts.put("Settings", sliders);
/// parts.put("Result", picture);
/// new Accordion(parts)
/// ```
public final class Accordion extends Box {

  /// Widgets by their titles, in the map's order.
  public Accordion(Map<String, ? extends Widget> parts) {
    super("Accordion", List.copyOf(new LinkedHashMap<>(parts).values()));
    set("titles", List.copyOf(new ArrayList<>(parts.keySet())));
    select(0);
  }

  /// Brings a part to the front; they are counted from 0.
  public void select(int part) {
    set("selected_index", part);
  }

  @Override
  void changed(Map<String, Object> parts) {
    if (parts.get("selected_index") instanceof Number index) {
      keep("selected_index", index.intValue());
    }
  }
}

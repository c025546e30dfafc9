package lectern.widget;

import java.util.List;

/// Widgets one beside the other.
///
/// ```java
/// new HBox(go, steps)
/// ```
public final class HBox extends Box {

  public HBox(Widget... children) {
    super("HBox", List.of(children));
  }
}

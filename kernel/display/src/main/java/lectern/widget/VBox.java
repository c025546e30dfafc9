package lectern.widget;

import java.util.List;

/// Widgets one below the other.
///
/// ```java
/// new VBox(go, steps)
/// ```
public final class VBox extends Box {

  public VBox(Widget... children) {
    super("VBox", List.of(children));
  }
}

package lectern.widget;

import java.util.List;
import java.util.stream.Collectors;

/// Holds other widgets.
public abstract class Box extends Widget {

  Box(String name, List<? extends Widget> children) {
    super(name);
    set("children", List.copyOf(children));
  }

  /// The widgets inside.
  @SuppressWarnings("unchecked") // set as such
  public final List<Widget> children() {
    return (List<Widget>) get("children");
  }

  /// Holds others instead.
  public final void children(List<? extends Widget> children) {
    set("children", List.copyOf(children));
  }

  @Override
  public String toString() {
    return children().stream().map(Widget::toString).collect(Collectors.joining("\n"));
  }
}

package lectern.widget;

import java.util.Objects;

/// Text that code can replace.
public abstract sealed class Words extends Widget permits HTML, HTMLMath, Label {

  private final String name;

  Words(String name, String value) {
    super(name);
    this.name = name;
    value(value);
  }

  /// What is shown.
  public final String value() {
    return (String) get("value");
  }

  /// Shows something else.
  public final void value(String value) {
    set("value", Objects.requireNonNull(value, "value"));
  }

  @Override
  final String styleName() {
    return name + "StyleModel";
  }
}

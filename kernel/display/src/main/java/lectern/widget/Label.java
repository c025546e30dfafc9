package lectern.widget;

/// A line of text, with formulas between dollar signs.
///
/// ```java
/// var words = new Label("$\\nu_1$");
/// words.value("$\\nu_2$");   // replaces them
/// ```
public final class Label extends Words {

  public Label(String value) {
    super("Label", value);
  }

  @Override
  public String toString() {
    return value();
  }
}

package lectern.display;

/// Chooses how a value is shown.
final class Renderers {

  private Renderers() {}

  static MimeBundle render(Object value, String... mimes) {
    return value instanceof Displayable d
        ? d.toMimeBundle()
        : MimeBundle.text(String.valueOf(value));
  }
}

package lectern.display;

import java.util.Optional;

/// A renderer as a jar brings it along; the service file also names one that does not exist.
public final class RendererForTests implements Renderer {

  record Shown() {}

  static final class Unknown {
    @Override
    public String toString() {
      return "nobody knows";
    }
  }

  @Override
  public Optional<MimeBundle> render(Object value) {
    if (value instanceof Unknown) {
      throw new NoClassDefFoundError("the library is missing");
    }
    return value instanceof Shown
        ? Optional.of(MimeBundle.of(MimeBundle.HTML, "rendered"))
        : Optional.empty();
  }
}

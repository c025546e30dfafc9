package lectern.display;

import java.util.Optional;

/// Shows values of a class that cannot be changed, such as a chart of another library.
///
/// Found with [java.util.ServiceLoader] on the notebook's class path, so a jar brings its renderers
/// along. A renderer whose library is missing is passed over.
public interface Renderer {

  /// The bundle for `value`, or empty when this renderer does not know its class.
  Optional<MimeBundle> render(Object value);
}

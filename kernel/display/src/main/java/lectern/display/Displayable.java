package lectern.display;

/// What a class implements to say how a notebook shows it.
///
/// The last expression of a cell and `Display.display(x)` use it. For classes of others write a
/// [Renderer].
public interface Displayable {

  /// The value in every format it has; always with `text/plain`.
  MimeBundle toMimeBundle();
}

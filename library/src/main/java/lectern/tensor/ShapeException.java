package lectern.tensor;

/// Shapes that do not fit. The message names the operation, its rule, what came, and a hint.
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String rule;
  private final String path;

  /// An error that says operation, rule, what came and a hint.
  public ShapeException(String message) {
    super(message);
    this.rule = message;
    this.path = "";
  }

  private ShapeException(String rule, String path, ShapeException cause) {
    super(path + ": " + rule);
    this.rule = rule;
    this.path = path;
    setStackTrace(cause.getStackTrace());
  }

  /// The same error as seen from around: the layer named `name` of type `type` goes in front of the
  /// path, which reads like `encoder.fc1 (Linear)`.
  public ShapeException in(String name, String type) {
    if (path.isEmpty()) {
      return new ShapeException(rule, name.isEmpty() ? type : name + " (" + type + ")", this);
    }
    return name.isEmpty() ? this : new ShapeException(rule, name + "." + path, this);
  }
}

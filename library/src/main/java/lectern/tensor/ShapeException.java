package lectern.tensor;

/// Shapes that do not fit. The message names the operation, its rule, what came, and a hint.
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public ShapeException(String message) {
    super(message);
  }

  public ShapeException(String message, Throwable cause) {
    super(message, cause);
  }
}

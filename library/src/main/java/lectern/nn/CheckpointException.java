package lectern.nn;

/// A checkpoint that cannot be read, or that does not fit the model it is loaded into.
public final class CheckpointException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// An error that says which file, what was expected and what came.
  public CheckpointException(String message) {
    super(message);
  }
}

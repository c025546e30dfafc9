package lectern.nn;

/// A checkpoint that cannot be read, or that does not fit the model it is loaded into.
public final class CheckpointException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CheckpointException(String message) {
    super(message);
  }
}

package lectern.display;

/// Input was asked for, but there is nobody who could type it.
public final class NoInputException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public NoInputException(String message) {
    super(message);
  }
}

package lectern.data;

import java.io.Serial;

/// A data file that is missing or is not what it should be. The message names the file, what was
/// expected, what was found and what to do.
public final class DataException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /// An error without a deeper cause.
  public DataException(String message) {
    super(message);
  }

  /// An error that another one caused.
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}

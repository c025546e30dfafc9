package lectern.tensor;

import java.util.concurrent.CancellationException;

/// Thrown by an operation on a thread that was interrupted, so that a long computation can be
/// stopped. The thread's interrupt flag is cleared.
public final class InterruptedOpException extends CancellationException {

  private static final long serialVersionUID = 1;

  InterruptedOpException(String op) {
    super("interrupted in " + op);
  }
}

package lectern.kernel.protocol;

/// Frames that are no message of ours: malformed, badly signed, or of an unknown type. The receiver
/// drops them and says so in its log.
public final class BadMessage extends Exception {

  private static final long serialVersionUID = 1;

  BadMessage(String reason) {
    super(reason);
  }

  BadMessage(String reason, Throwable cause) {
    super(reason + ": " + cause.getMessage(), cause);
  }
}

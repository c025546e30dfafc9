package lectern.display;

/// Hears what the page says over a [Comm].
///
/// Called on one thread for all comms, while a cell may be running. What it prints or shows belongs
/// to the message it answers.
@FunctionalInterface
public interface CommListener {

  /// The twin said something.
  void received(CommMessage message);

  /// The twin went away.
  default void closed() {}
}

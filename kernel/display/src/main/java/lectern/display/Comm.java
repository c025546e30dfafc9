package lectern.display;

/// One end of a channel between an object here and its twin in the page. Widgets are built on it.
///
/// Safe for use by several threads.
public interface Comm extends AutoCloseable {

  /// Names the pair.
  String id();

  /// Says something to the twin. The message belongs to the request that the calling thread works
  /// for: inside a [CommListener], to the message being answered.
  void send(CommMessage message);

  /// Whether the page has said more than the listener has heard: what a message asks for may then
  /// be left to a later one.
  default boolean hasNews() {
    return false;
  }

  /// Ends the pair; the twin goes away.
  @Override
  void close();
}

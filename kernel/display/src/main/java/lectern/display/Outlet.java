package lectern.display;

/// Takes what a task prints and shows, instead of the cell. See [DisplayHost#capture].
public interface Outlet {

  /// Text was printed.
  ///
  /// @param stream `stdout` or `stderr`
  void print(String stream, String text);

  /// A value was shown; the parameters are those of [DisplayHost#show].
  void show(MimeBundle bundle, String id, boolean update);

  /// What was taken so far is to go away.
  ///
  /// @param wait true waits for the next output
  void clear(boolean wait);
}

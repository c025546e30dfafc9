package lectern.display;

/// Answers the page when it opens a [Comm] by this target's name.
@FunctionalInterface
public interface CommTarget {

  /// The new comm's listener here.
  CommListener opened(Comm comm, CommMessage opening);
}

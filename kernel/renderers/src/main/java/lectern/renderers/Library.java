package lectern.renderers;

/// The library whose values a renderer shows, which may come to the class path later.
final class Library {

  private Library() {}

  /// Looks for a class by its name: the constant `Chart.class` that was missing once stays missing,
  /// also when `%maven` has added the library.
  ///
  /// @throws LinkageError where the library is missing
  static void require(String className) {
    try {
      Class.forName(className, false, Library.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError(className + " is not on the class path", e);
    }
  }
}

package lectern.entry;

import lectern.kernel.Main;

/// Where the jar is entered. This class alone is compiled for old versions of Java, so that on one
/// of them a reader sees a sentence and not `UnsupportedClassVersionError`.
public final class Entry {

  /// The oldest Java that can run a kernel.
  private static final int NEEDED = 25;

  private Entry() {}

  /// Goes on to [Main] where Java is new enough.
  public static void main(String[] arguments) {
    String complaint = complaint(Runtime.version().feature(), System.getProperty("java.home"));
    if (complaint != null) {
      System.err.println(complaint);
      System.exit(1);
    }
    Main.main(arguments);
  }

  /// What to tell somebody with this version, or `null`.
  static String complaint(int version, String home) {
    return version >= NEEDED
        ? null
        : "Lectern's kernel needs Java "
            + NEEDED
            + " or later; this is Java "
            + version
            + " in "
            + home
            + ". Start the jar with a newer one: /path/to/jdk-"
            + NEEDED
            + "/bin/java -jar lectern-kernel.jar install";
  }
}

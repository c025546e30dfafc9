package lectern.kernel.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lectern.display.Display;

/// Finds the display API as a jar or folder of its own, which user code is compiled against.
public final class DisplayJar {

  /// Its file name beside an installed kernel.
  static final String NAME = "lectern-display.jar";

  private static final String CARRIED = "/META-INF/lectern/" + NAME;

  private DisplayJar() {}

  /// The jar or folder: beside the kernel's jar when installed, its own when the kernel runs from
  /// several jars, else a copy that lives as long as this process.
  ///
  /// @throws IOException when the copy cannot be written
  public static Path locate() throws IOException {
    var home = home();
    if (DisplayJar.class.getResource(CARRIED) == null) {
      return home;
    }
    var beside = home.resolveSibling(NAME);
    if (Files.isRegularFile(beside)) {
      return beside;
    }
    var copy = Files.createTempFile("lectern-display-", ".jar");
    copy.toFile().deleteOnExit();
    copyTo(copy);
    return copy;
  }

  /// Writes the carried jar to a file.
  ///
  /// @throws IOException when this is no kernel of one jar, or the file cannot be written
  static void copyTo(Path file) throws IOException {
    try (InputStream carried = DisplayJar.class.getResourceAsStream(CARRIED)) {
      if (carried == null) {
        throw new IOException(
            "this kernel runs from several jars; install from lectern-kernel.jar");
      }
      Files.copy(carried, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Where the display API's classes come from in this process.
  private static Path home() throws IOException {
    try {
      return Path.of(Display.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}

package lectern.kernel.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import lectern.display.Display;

/// Finds the display API as a jar or folder of its own, which user code is compiled against.
public final class DisplayJar {

  /// Its file name beside an installed kernel.
  static final String NAME = "lectern-display.jar";

  private static final String CARRIED = "/META-INF/lectern/" + NAME;

  private DisplayJar() {}

  /// The jar or folder: beside the kernel's jar when installed, its own when the kernel runs from
  /// several jars, else a copy in the user's cache.
  ///
  /// @throws IOException when the copy cannot be written
  public static Path locate() throws IOException {
    var home = home();
    if (DisplayJar.class.getResource(CARRIED) == null) {
      return home;
    }
    var beside = home.resolveSibling(NAME);
    return Files.isRegularFile(beside) ? beside : cached();
  }

  /// A copy named after its content, so that all kernels of one build share it.
  private static Path cached() throws IOException {
    var set = System.getenv("XDG_CACHE_HOME");
    var cache =
        set == null || set.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(set);
    var sum = new CRC32();
    sum.update(carried());
    var copy =
        cache.resolve("lectern").resolve("display-" + Long.toHexString(sum.getValue()) + ".jar");
    if (Files.isRegularFile(copy)) {
      return copy;
    }
    try {
      Files.createDirectories(copy.getParent());
      var writing = Files.createTempFile(copy.getParent(), "display-", ".writing");
      Files.write(writing, carried());
      return Files.move(writing, copy, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) { // no home to write in
      var lone = Files.createTempFile("lectern-display-", ".jar");
      lone.toFile().deleteOnExit();
      return Files.write(lone, carried());
    }
  }

  /// Writes the carried jar to a file.
  ///
  /// @throws IOException when this is no kernel of one jar, or the file cannot be written
  static void copyTo(Path file) throws IOException {
    Files.write(file, carried());
  }

  private static byte[] carried() throws IOException {
    try (InputStream carried = DisplayJar.class.getResourceAsStream(CARRIED)) {
      if (carried == null) {
        throw new IOException(
            "this kernel runs from several jars; install from lectern-kernel.jar");
      }
      return carried.readAllBytes();
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

package lectern.backend.cpu.gemm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/// Native libraries that come inside bytedeco's jars: named by platform, unpacked once into the
/// user's cache.
final class NativeFiles {

  private NativeFiles() {}

  /// `linux`, `macosx` or `windows`.
  static String os() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
  }

  /// Operating system and processor as bytedeco names them, such as `linux-x86_64`.
  static String platform() {
    var arch = System.getProperty("os.arch");
    var name =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
    return os() + "-" + name;
  }

  /// Unpacks a library and what it links to, each under its name only when it is complete.
  ///
  /// @param cacheName the folder in the cache, with the version in it
  /// @param resource the library on the class path
  /// @param companions names of libraries beside it; those that are not there are left out
  /// @return the unpacked library, or null when the class path has none
  static Path unpack(String cacheName, String resource, List<String> companions)
      throws IOException {
    if (NativeFiles.class.getResource(resource) == null) {
      return null;
    }
    var cache = cache().resolve(cacheName);
    Files.createDirectories(cache);
    var folder = resource.substring(0, resource.lastIndexOf('/') + 1);
    for (var name : companions) {
      copy(folder + name, cache.resolve(name));
    }
    var target = cache.resolve(resource.substring(folder.length()));
    copy(resource, target);
    return target;
  }

  private static void copy(String resource, Path target) throws IOException {
    var url = NativeFiles.class.getResource(resource);
    if (url == null) {
      return;
    }
    var connection = url.openConnection();
    long size = connection.getContentLengthLong();
    try (InputStream in = connection.getInputStream()) {
      if (Files.exists(target) && Files.size(target) == size) {
        return;
      }
      var part = Files.createTempFile(target.getParent(), "unpack", ".part");
      try {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private static Path cache() {
    var xdg = System.getenv("XDG_CACHE_HOME");
    var base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("lectern");
  }
}

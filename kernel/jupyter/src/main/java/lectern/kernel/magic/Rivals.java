package lectern.kernel.magic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import lectern.kernel.magic.MavenResolver.Library;

/// Finds the jar on the class path that holds a library in whatever version. Classes come from the
/// first jar that has them, so a second one would be silently without effect.
final class Rivals {

  private Rivals() {}

  /// Another version, or the same one in another place.
  ///
  /// @param version as the jar's name tells it
  record Rival(Path jar, String version) {}

  /// The jar of the same library, if one is there.
  static Optional<Rival> of(Library library, List<Path> classPath) {
    var begin = library.name() + "-";
    var classifier = classifier(library);
    for (var path : classPath) {
      var name = String.valueOf(path.getFileName());
      if (name.startsWith(begin) && name.endsWith(classifier + ".jar")) {
        var version =
            name.substring(begin.length(), name.length() - classifier.length() - ".jar".length());
        if (version.matches("\\d[\\w.+]*(-(?i:M|RC|alpha|beta|SNAPSHOT|jre|android)[\\w.]*)*")
            && isOf(library.group(), library.name(), path)) {
          return Optional.of(new Rival(path, version));
        }
      }
    }
    return Optional.empty();
  }

  /// `-linux-x86_64` of `javacpp-1.5.7-linux-x86_64.jar`.
  private static String classifier(Library library) {
    var plain = library.name() + "-" + library.version();
    var name = library.jar().getFileName().toString();
    return name.startsWith(plain)
        ? name.substring(plain.length(), name.length() - ".jar".length())
        : "";
  }

  /// Whether the jar may be that group's: Maven's own jars say whose they are.
  private static boolean isOf(String group, String artifact, Path jar) {
    try (var zip = new ZipFile(jar.toFile())) {
      var homes =
          zip.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("META-INF/maven/"))
              .filter(name -> name.endsWith("/" + artifact + "/pom.properties"))
              .toList();
      return homes.isEmpty()
          || homes.contains("META-INF/maven/" + group + "/" + artifact + "/pom.properties");
    } catch (IOException e) {
      return false;
    }
  }
}

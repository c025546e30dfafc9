package lectern.kernel.jshell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads class paths as people write them: `a.jar:classes:libs/*`.
public final class ClassPaths {

  private ClassPaths() {}

  /// The entries of a class path; a `*` or `?` in the last part of an entry stands for the jars and
  /// folders that match, in the order of their names.
  public static List<Path> parse(String classPath) {
    var found = new ArrayList<Path>();
    for (var entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        found.addAll(expand(entry.strip()));
      }
    }
    return found;
  }

  /// The files that one entry stands for; an entry without `*` stands for itself.
  ///
  /// A `*` leaves out `-sources` and `-javadoc` jars. On the class path the compiler would take the
  /// sources for the classes, and a notebook can't compile a library.
  public static List<Path> expand(String entry) {
    var path =
        Path.of(
            entry.startsWith("~/") ? System.getProperty("user.home") + entry.substring(1) : entry);
    var name = path.getFileName();
    if (name == null || !(name.toString().contains("*") || name.toString().contains("?"))) {
      return List.of(path.toAbsolutePath().normalize());
    }
    var folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> matcher.matches(f.getFileName()))
          .filter(
              f ->
                  Files.isDirectory(f)
                      ? !name.toString().equals("*")
                      : f.toString().endsWith(".jar") && !isDocumentation(f))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The class path entry cannot be read: " + entry, e);
    }
  }

  private static boolean isDocumentation(Path jar) {
    var name = jar.getFileName().toString();
    return name.endsWith("-sources.jar") || name.endsWith("-javadoc.jar");
  }
}

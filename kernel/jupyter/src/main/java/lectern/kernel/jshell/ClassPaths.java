package lectern.kernel.jshell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipFile;

/// Reads paths as people write them: `a.jar:classes:libs/*:more/*/lib-?.jar`.
public final class ClassPaths {

  private ClassPaths() {}

  /// The entries of a class path; see [#expand].
  public static List<Path> parse(String classPath) {
    return entries(classPath).stream().flatMap(entry -> expand(entry).stream()).toList();
  }

  /// The parts between the separators, without blank ones.
  static List<String> entries(String paths) {
    return List.of(paths.split(File.pathSeparator, -1)).stream()
        .filter(entry -> !entry.isBlank())
        .map(String::strip)
        .toList();
  }

  /// The files that one entry stands for; an entry without `*` and `?` stands for itself, one that
  /// ends with `/` for the folder and the jars in it.
  ///
  /// A `*` at the end stands for jars in the order of their names and leaves out `-sources` and
  /// `-javadoc` jars. On the class path the compiler would take the sources for the classes, and a
  /// notebook can't compile a library.
  public static List<Path> expand(String entry) {
    if (entry.endsWith("/") && entry.length() > 1) {
      var all = new ArrayList<>(glob(entry, ClassPaths::isJar));
      all.addAll(glob(entry + "*", ClassPaths::isJar));
      return all;
    }
    boolean all = entry.endsWith("/*") || entry.equals("*");
    return glob(entry, file -> isJar(file) || (!all && Files.isDirectory(file)));
  }

  /// The files of any kind that a path stands for.
  static List<Path> files(String entry) {
    return glob(entry, Files::isRegularFile);
  }

  /// @param wanted which of the files that a `*` or `?` at the end matches
  private static List<Path> glob(String entry, Predicate<Path> wanted) {
    var path =
        Path.of(
                entry.startsWith("~/")
                    ? System.getProperty("user.home") + entry.substring(1)
                    : entry)
            .toAbsolutePath()
            .normalize();
    var found = List.of(path.getRoot());
    for (int i = 0; i < path.getNameCount(); i++) {
      var name = path.getName(i).toString();
      Predicate<Path> fits = i + 1 < path.getNameCount() ? Files::isDirectory : wanted;
      found =
          name.contains("*") || name.contains("?")
              ? found.stream().flatMap(folder -> in(folder, name, fits).stream()).toList()
              : found.stream().map(folder -> folder.resolve(name)).toList();
    }
    return found;
  }

  private static List<Path> in(Path folder, String name, Predicate<Path> fits) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
    try (var files = Files.list(folder)) {
      return files.filter(f -> matcher.matches(f.getFileName())).filter(fits).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder cannot be read: " + folder, e);
    }
  }

  /// Why a file cannot be on the class path, which a broken jar would take the compiler down with;
  /// empty when it can.
  public static String problem(Path path) {
    if (Files.isDirectory(path)) {
      return "";
    }
    try (var zip = new ZipFile(path.toFile())) {
      return zip.size() >= 0 ? "" : "closed";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static boolean isJar(Path file) {
    var name = file.toString();
    return name.endsWith(".jar")
        && !name.endsWith("-sources.jar")
        && !name.endsWith("-javadoc.jar");
  }
}

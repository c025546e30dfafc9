package lectern.kernel.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import lectern.kernel.engine.Completion.Candidate;

/// Completes the names of files.
final class FilePaths {

  private FilePaths() {}

  /// Files and folders whose path begins like `typed`; folders end with `/`.
  static List<Candidate> startingWith(String typed) {
    var slash = typed.lastIndexOf('/') + 1;
    var folder = typed.substring(0, slash);
    var prefix = typed.substring(slash);
    try (var files = Files.list(Path.of(folder.isEmpty() ? "." : expand(folder)))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> !f.getFileName().toString().startsWith(".") || prefix.startsWith("."))
          .sorted()
          .limit(200)
          .map(
              f ->
                  new Candidate(
                      folder + f.getFileName() + (Files.isDirectory(f) ? "/" : ""), "path", ""))
          .toList();
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }

  /// `~/` is the user's home.
  static String expand(String path) {
    return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
  }
}

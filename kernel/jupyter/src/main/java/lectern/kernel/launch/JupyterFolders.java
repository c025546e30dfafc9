package lectern.kernel.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The folders in which Jupyter looks for kernels.
///
/// @param environment environment variables
/// @param home the user's home folder
/// @param system the operating system's name
record JupyterFolders(Map<String, String> environment, Path home, String system) {

  static JupyterFolders here() {
    return new JupyterFolders(
        System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
  }

  /// The kernels of this user.
  Path user() {
    return variable("JUPYTER_DATA_DIR").map(Path::of).orElseGet(this::userData).resolve("kernels");
  }

  private Path userData() {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.contains("mac")) {
      return home.resolve("Library/Jupyter");
    }
    if (name.contains("windows")) {
      var roaming = variable("APPDATA").map(Path::of).orElse(home.resolve("AppData/Roaming"));
      return roaming.resolve("jupyter");
    }
    return variable("XDG_DATA_HOME")
        .map(Path::of)
        .orElse(home.resolve(".local/share"))
        .resolve("jupyter");
  }

  /// The kernels of a Python environment or another prefix.
  static Path prefix(Path prefix) {
    return prefix.resolve("share/jupyter/kernels").toAbsolutePath();
  }

  /// The active Python environment, if there is one.
  Optional<Path> activePrefix() {
    return variable("VIRTUAL_ENV").or(() -> variable("CONDA_PREFIX")).map(Path::of);
  }

  /// Every folder that may hold kernels, in Jupyter's order.
  List<Path> all() {
    var folders = new LinkedHashSet<Path>();
    variable("JUPYTER_PATH")
        .ifPresent(
            paths -> {
              for (var path : paths.split(File.pathSeparator, -1)) {
                folders.add(Path.of(path, "kernels"));
              }
            });
    folders.add(user());
    activePrefix().ifPresent(prefix -> folders.add(prefix(prefix)));
    folders.add(Path.of("/usr/local/share/jupyter/kernels"));
    folders.add(Path.of("/usr/share/jupyter/kernels"));
    return List.copyOf(folders);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}

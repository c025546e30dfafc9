package lectern.kernel.jshell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// How an engine starts.
///
/// @param display the jar or folder of the display API, which user code is compiled against
/// @param classPath jars and folders of the notebook
/// @param startup code run before the first cell
/// @param compilerOptions further options of `javac`
/// @param timeout how long a cell may run; zero for no limit
/// @param forcedInterrupt whether an interrupt may throw an error inside a thread that nothing else
///   stops, at the risk of leaving library code half-done
public record Settings(
    Path display,
    List<Path> classPath,
    List<String> startup,
    List<String> compilerOptions,
    Duration timeout,
    boolean forcedInterrupt) {

  public Settings {
    classPath = List.copyOf(classPath);
    startup = List.copyOf(startup);
    compilerOptions = List.copyOf(compilerOptions);
  }

  /// An engine with a class path and nothing else.
  public static Settings of(Path display, List<Path> classPath) {
    return new Settings(display, classPath, List.of(), List.of(), Duration.ZERO, false);
  }

  /// What the environment asks for. Each variable is looked up as `LECTERN_…`, `JJAVA_…` and
  /// `IJAVA_…`; the first that is set counts: `CLASSPATH`, `COMPILER_OPTS`, `STARTUP_SCRIPTS_PATH`,
  /// `STARTUP_SCRIPT`, `TIMEOUT`, `INTERRUPT` (`force` or nothing).
  ///
  /// @param classPath entries before those of the environment
  public static Settings fromEnvironment(
      Path display, List<Path> classPath, Map<String, String> environment) {
    Function<String, String> variable =
        name ->
            List.of("LECTERN_", "JJAVA_", "IJAVA_").stream()
                .map(prefix -> environment.get(prefix + name))
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("");
    var paths = new ArrayList<>(classPath);
    paths.addAll(ClassPaths.parse(variable.apply("CLASSPATH")));
    var scripts = new ArrayList<String>();
    for (var script : ClassPaths.parse(variable.apply("STARTUP_SCRIPTS_PATH"))) {
      scripts.add(read(script));
    }
    scripts.add(variable.apply("STARTUP_SCRIPT"));
    scripts.removeIf(String::isBlank);
    var options = variable.apply("COMPILER_OPTS").strip();
    return new Settings(
        display,
        paths,
        scripts,
        options.isEmpty() ? List.of() : Arrays.asList(options.split("\\s+", -1)),
        duration(variable.apply("TIMEOUT")),
        variable.apply("INTERRUPT").equals("force"));
  }

  /// `30 SECONDS`, `500` (milliseconds); zero or less for none.
  private static Duration duration(String text) {
    if (text.isBlank()) {
      return Duration.ZERO;
    }
    var words = text.strip().split("\\s+", -1);
    try {
      var unit =
          words.length > 1
              ? TimeUnit.valueOf(words[1].toUpperCase(java.util.Locale.ROOT))
              : TimeUnit.MILLISECONDS;
      var amount = Long.parseLong(words[0]);
      return amount < 1 ? Duration.ZERO : Duration.of(amount, unit.toChronoUnit());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TIMEOUT is a number of milliseconds or `30 SECONDS`, not `" + text + "`.", e);
    }
  }

  private static String read(Path script) {
    try {
      return Files.readString(script);
    } catch (IOException e) {
      throw new UncheckedIOException("The startup script cannot be read: " + script, e);
    }
  }
}

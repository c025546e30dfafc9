package lectern.kernel.jshell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/// How an engine starts.
///
/// @param display the jar or folder of the display API, which user code is compiled against
/// @param classPath jars and folders of the notebook
/// @param startup code run before the first cell
/// @param compilerOptions further options of `javac`
/// @param timeout how long a cell may run; zero for no limit
/// @param forcedInterrupt whether an interrupt may throw an error inside a thread that nothing else
///   stops, at the risk of leaving library code half-done
/// @param complaints what is wrong with these settings; told in the first cell
public record Settings(
    Path display,
    List<Path> classPath,
    List<String> startup,
    List<String> compilerOptions,
    Duration timeout,
    boolean forcedInterrupt,
    List<String> complaints) {

  private static final List<String> PREFIXES = List.of("LECTERN_", "JJAVA_", "IJAVA_");

  public Settings {
    classPath = List.copyOf(classPath);
    startup = List.copyOf(startup);
    compilerOptions = List.copyOf(compilerOptions);
    complaints = List.copyOf(complaints);
  }

  /// An engine with a class path and nothing else.
  public static Settings of(Path display, List<Path> classPath) {
    return new Settings(display, classPath, List.of(), List.of(), Duration.ZERO, false, List.of());
  }

  /// What the environment asks for: `COMPILER_OPTS`, `STARTUP_SCRIPTS_PATH`, `STARTUP_SCRIPT`,
  /// `TIMEOUT` and `INTERRUPT` (`force` or nothing), looked up as [#variable] does, and every
  /// `CLASSPATH`, since an installed kernel brings one. What makes no sense is left out and
  /// complained about, so that the kernel starts nevertheless.
  ///
  /// @param classPath entries before those of the environment
  public static Settings fromEnvironment(
      Path display, List<Path> classPath, Map<String, String> environment) {
    var complaints = new ArrayList<String>();
    var paths = new ArrayList<>(classPath);
    for (var prefix : PREFIXES) {
      for (var entry : ClassPaths.entries(environment.getOrDefault(prefix + "CLASSPATH", ""))) {
        var found = ClassPaths.expand(entry).stream().filter(Files::exists).toList();
        for (var path : found) {
          var problem = ClassPaths.problem(path);
          if (problem.isEmpty()) {
            paths.add(path);
          } else {
            complaints.add(prefix + "CLASSPATH: " + path + " is left out: " + problem + ".");
          }
        }
        if (found.isEmpty()) {
          complaints.add(prefix + "CLASSPATH: there is nothing at " + entry + ".");
        }
      }
    }
    var scripts = new ArrayList<String>();
    for (var entry : ClassPaths.entries(variable("STARTUP_SCRIPTS_PATH", environment))) {
      var found = ClassPaths.files(entry);
      found.forEach(script -> read(script, scripts, complaints));
      if (found.isEmpty()) {
        complaints.add("STARTUP_SCRIPTS_PATH: there is nothing at " + entry + ".");
      }
    }
    scripts.add(variable("STARTUP_SCRIPT", environment));
    scripts.removeIf(String::isBlank);
    return new Settings(
        display,
        paths,
        scripts,
        options(variable("COMPILER_OPTS", environment).strip(), complaints),
        duration(variable("TIMEOUT", environment).strip(), complaints),
        variable("INTERRUPT", environment).equals("force"),
        complaints);
  }

  /// The first that is set of `LECTERN_name`, `JJAVA_name` and `IJAVA_name`; empty for none.
  public static String variable(String name, Map<String, String> environment) {
    return PREFIXES.stream()
        .map(prefix -> environment.get(prefix + name))
        .filter(value -> value != null && !value.isBlank())
        .findFirst()
        .orElse("");
  }

  private static List<String> options(String text, List<String> complaints) {
    if (text.isEmpty()) {
      return List.of();
    }
    var options = List.of(text.split("\\s+", -1));
    try {
      ToolProvider.getSystemJavaCompiler()
          .getTask(null, null, null, options, List.of("java.lang.Object"), null);
      return options;
    } catch (IllegalArgumentException | IllegalStateException e) {
      complaints.add("COMPILER_OPTS is left out: " + e.getMessage() + ".");
      return List.of();
    }
  }

  /// `30 SECONDS`, `500` (milliseconds); zero or less for none.
  private static Duration duration(String text, List<String> complaints) {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    var words = text.split("\\s+", -1);
    try {
      var unit =
          words.length > 1
              ? TimeUnit.valueOf(words[1].toUpperCase(Locale.ROOT))
              : TimeUnit.MILLISECONDS;
      var amount = Long.parseLong(words[0]);
      return amount < 1 ? Duration.ZERO : Duration.of(amount, unit.toChronoUnit());
    } catch (IllegalArgumentException | ArithmeticException e) {
      complaints.add(
          "TIMEOUT is a number of milliseconds or `30 SECONDS`, not `" + text + "`; none is set.");
      return Duration.ZERO;
    }
  }

  private static void read(Path script, List<String> scripts, List<String> complaints) {
    try {
      scripts.add(Files.readString(script));
    } catch (IOException e) {
      complaints.add("STARTUP_SCRIPTS_PATH: " + script + " cannot be read.");
    }
  }
}

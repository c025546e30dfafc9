package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lectern.kernel.engine.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The environment variables of IJava and JJava.
class SettingsTest {

  @TempDir Path folder;

  private static Settings of(Map<String, String> environment) {
    return Settings.fromEnvironment(Path.of("display.jar"), List.of(), environment);
  }

  @Test
  void theClassPathsOfAllNamesAreJoined() throws IOException {
    var a = Files.createDirectory(folder.resolve("a"));
    var b = Files.createDirectory(folder.resolve("b"));
    var c = Files.writeString(folder.resolve("c.jar"), "no jar");
    var all = b + File.pathSeparator + c;
    var settings = of(Map.of("IJAVA_CLASSPATH", folder + "/a*", "LECTERN_CLASSPATH", all));
    assertEquals(List.of(b, a), settings.classPath());
    assertTrue(settings.complaints().getFirst().contains("c.jar is left out"));
  }

  @Test
  void startupScriptsAreFilesOfAnyNameAndTheScriptComesLast() throws IOException {
    Files.writeString(folder.resolve("1.jshell"), "int a;");
    Files.writeString(folder.resolve("2.jshell"), "int b;");
    var settings =
        of(
            Map.of(
                "IJAVA_STARTUP_SCRIPTS_PATH",
                folder + "/*.jshell",
                "JJAVA_STARTUP_SCRIPT",
                "int c;"));
    assertEquals(List.of("int a;", "int b;", "int c;"), settings.startup());
  }

  @Test
  void optionsAndLimitsAreRead() {
    assertEquals(
        List.of("-parameters", "-Xlint:all"),
        of(Map.of("IJAVA_COMPILER_OPTS", " -parameters  -Xlint:all")).compilerOptions());
    assertEquals(Duration.ofMillis(500), of(Map.of("IJAVA_TIMEOUT", "500")).timeout());
    assertEquals(Duration.ofSeconds(30), of(Map.of("JJAVA_TIMEOUT", "30 seconds")).timeout());
    assertEquals(Duration.ZERO, of(Map.of("JJAVA_TIMEOUT", "-1")).timeout());
  }

  @Test
  void whatMakesNoSenseIsComplainedAboutAndLeftOut() {
    var settings =
        of(
            Map.of(
                "IJAVA_CLASSPATH", "/no/such/*.jar" + File.pathSeparator + "/no/jar",
                "IJAVA_STARTUP_SCRIPTS_PATH", "/no/such.jsh",
                "IJAVA_COMPILER_OPTS", "--nonsense",
                "IJAVA_TIMEOUT", "soon"));
    assertEquals(List.of(), settings.classPath());
    assertEquals(List.of(), settings.compilerOptions());
    assertEquals(Duration.ZERO, settings.timeout());
    var all = String.join("\n", settings.complaints());
    for (var told : List.of("/no/such/*.jar", "/no/jar", "/no/such.jsh", "--nonsense", "soon")) {
      assertTrue(all.contains(told), all);
    }
  }

  @Test
  void complaintsAreToldInTheFirstCell() {
    var bad =
        new Settings(
            Bench.displayPath(),
            List.of(),
            List.of("int broken = ;"),
            List.of(),
            Duration.ZERO,
            false,
            List.of("something is wrong."));
    try (var engine = new JShellEngine(bad, Magics.none())) {
      var first = Bench.printing(() -> engine.execute(new Cell("1", 1)));
      assertTrue(first.contains("Startup: something is wrong."), first);
      assertTrue(first.contains("int broken = ;"), first);
      assertEquals("", Bench.printing(() -> engine.execute(new Cell("1", 2))));
    }
  }
}

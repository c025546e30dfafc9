package lectern.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.runner.KernelProcess;
import lectern.kernel.runner.Notebook;
import lectern.kernel.runner.NotebookRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Notebooks in the way of IJava's and JJava's examples and manuals, run in a kernel's process with
/// their environment variables. Each file holds the outputs it should have; a `*` in them stands
/// for whatever comes.
class IJavaNotebooksTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir static Path folder;

  @BeforeAll
  static void libraries() throws IOException {
    DependenciesTest.publish(folder.resolve("central"), "greet", "1.0", "hello 1", "base");
    DependenciesTest.publish(folder.resolve("central"), "base", "1.0", "base", null);
    DependenciesTest.publish(folder.resolve("other"), "extra", "1.0", "extra", null);
    DependenciesTest.publish(folder.resolve("other"), "more", "1.0", "more", null);
    Files.copy(
        folder.resolve("central/test/base/1.0/base-1.0.jar"),
        Files.createDirectories(folder.resolve("jars")).resolve("base-1.0.jar"));
    write("scripts/1.jshell", "int twice(int n) { return 2 * n; }");
    write("scripts/2.jshell", "int later = 5;");
    write(
        "pom.xml",
        """
        <project><modelVersion>4.0.0</modelVersion>
          <groupId>g</groupId><artifactId>a</artifactId><version>1</version>
          <dependencies><dependency>
            <groupId>test</groupId><artifactId>greet</artifactId><version>1.0</version>
          </dependency></dependencies>
        </project>
        """);
    write(
        "home/.m2/settings.xml",
        """
        <settings><mirrors><mirror>
          <id>here</id><mirrorOf>central</mirrorOf><url>%s</url>
        </mirror></mirrors></settings>
        """
            .formatted(folder.resolve("central").toUri()));
  }

  private static void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "libraries", "display", "kernel"})
  void theyRunAndShowWhatTheyShould(String name) throws IOException, URISyntaxException {
    var resource =
        Path.of(IJavaNotebooksTest.class.getResource("/ijava/" + name + ".ipynb").toURI());
    var text = Files.readString(resource).replace("${folder}", folder.toString());
    var notebook = new Notebook(JsonParser.parseString(text).getAsJsonObject());
    var environment =
        Map.of(
            "IJAVA_CLASSPATH",
            name.equals("libraries") ? "" : folder + "/jars/*.jar",
            "IJAVA_COMPILER_OPTS",
            "-parameters",
            "IJAVA_TIMEOUT",
            "100 SECONDS",
            "IJAVA_STARTUP_SCRIPTS_PATH",
            folder + "/scripts/*.jshell",
            "JJAVA_STARTUP_SCRIPT",
            "String ping() { return \"pong\"; }",
            "JJAVA_JVM_OPTS",
            "-Xmx300m -Duser.home=" + folder.resolve("home"));
    try (var kernel = KernelProcess.start(JavaCommand.ofThisProcess(), folder, environment)) {
      assertEquals("", failure(new NotebookRun(kernel, LIMIT), notebook));
    }
    var written = folder.resolve(name + ".ipynb");
    notebook.write(written);
    var expected = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cells");
    var found =
        JsonParser.parseString(Files.readString(written)).getAsJsonObject().getAsJsonArray("cells");
    for (int i = 0; i < expected.size(); i++) {
      compare(expected.get(i).getAsJsonObject(), found.get(i).getAsJsonObject());
    }
  }

  private static String failure(NotebookRun run, Notebook notebook) throws IOException {
    var silent =
        new NotebookRun.Progress() {
          @Override
          public void begins(int cell, int cells, String source) {}

          @Override
          public void ended(int cell, int cells, Duration time) {}
        };
    return run.run(notebook, silent)
        .map(f -> f.cell() + ": " + f.name() + " " + f.message())
        .orElse("");
  }

  private static void compare(JsonObject expected, JsonObject found) {
    var outputs = found.getAsJsonArray("outputs");
    var wanted = expected.getAsJsonArray("outputs");
    assertEquals(kinds(wanted), kinds(outputs), () -> "" + found);
    for (int i = 0; i < wanted.size(); i++) {
      var want = wanted.get(i).getAsJsonObject();
      var output = outputs.get(i).getAsJsonObject();
      if (want.has("text")) {
        check(text(want, "text"), text(output, "text"));
      } else {
        var data = want.getAsJsonObject("data");
        for (var mime : data.keySet()) {
          check(text(data, mime), text(output.getAsJsonObject("data"), mime));
        }
      }
    }
  }

  private static List<String> kinds(JsonArray outputs) {
    var kinds = new ArrayList<String>();
    for (var output : outputs) {
      var name = output.getAsJsonObject().get("name");
      kinds.add(
          output.getAsJsonObject().get("output_type").getAsString()
              + (name == null ? "" : " " + name.getAsString()));
    }
    return kinds;
  }

  private static void check(String pattern, String found) {
    var parts = new ArrayList<String>();
    for (var part : pattern.split("\\*", -1)) {
      parts.add(Pattern.quote(part));
    }
    boolean star = pattern.matches("(?s).*(?<!\\*)\\*(?!\\*).*") && !pattern.contains("**");
    assertTrue(
        star
            ? Pattern.compile(String.join(".*?", parts), Pattern.DOTALL).matcher(found).matches()
            : pattern.equals(found),
        () -> "wanted: " + pattern + "\nfound: " + found);
  }

  /// A text, which notebooks also write as a list of lines.
  private static String text(JsonObject object, String key) {
    var value = object.get(key);
    if (value == null || !value.isJsonArray()) {
      return value == null ? "nothing" : value.getAsString();
    }
    var text = new StringBuilder();
    value.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }
}

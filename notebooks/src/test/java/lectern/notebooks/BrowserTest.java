package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JupyterLab in a real browser: a lesson is run, its slider dragged, the page reloaded, the kernel
/// restarted. Pictures of each stage are left in `target/screenshots`.
class BrowserTest {

  private static final Path SHOTS = House.NOTEBOOKS.resolve("target/screenshots");

  @TempDir Path folder;

  @Test
  void a_slider_moves_a_picture_in_jupyterlab() throws IOException, InterruptedException {
    var python = Python.with("jupyterlab", "jupyterlab_widgets", "playwright");
    var chromium = chromium();
    var installed =
        House.kernel(
            "install",
            "--prefix",
            folder.toString(),
            "--name",
            "java",
            "--classpath",
            House.CLASS_PATH);
    assertEquals(0, installed.exit(), installed::output);
    var notebooks = Files.createDirectory(folder.resolve("notebooks"));
    // Without outputs, so that what the page shows comes from this run.
    for (var name : List.of("slider.ipynb", "running.ipynb")) {
      Files.copy(
          House.NOTEBOOKS.resolve("src/test/resources/browser/" + name), notebooks.resolve(name));
    }
    var lesson = "01-qhadam.ipynb";
    Files.copy(House.NOTEBOOKS.resolve(lesson), notebooks.resolve(lesson));

    var tests =
        House.run(
            House.NOTEBOOKS.resolve("src/test/python"),
            Map.of(
                "NOTEBOOKS", notebooks.toString(),
                "KERNELS", folder.resolve("share/jupyter").toString(),
                "SHOTS", SHOTS.toString(),
                "SETTINGS",
                    House.TOP
                        .resolve("binder/prefix/share/jupyter/lab/settings/overrides.json")
                        .toString(),
                "CHROMIUM", chromium),
            List.of(python, "-B", "-m", "unittest", "-v", "test_browser"));
    assertEquals(0, tests.exit(), tests::output);
    assertTrue(tests.output().contains("Ran 4 tests"), tests::output);
    tests.output().lines().filter(line -> line.contains("median")).forEach(System.out::println);
  }

  /// `LECTERN_CHROMIUM`, or a browser in one of the usual places.
  private static String chromium() {
    var set = Optional.ofNullable(System.getenv("LECTERN_CHROMIUM"));
    var found =
        Stream.concat(
                set.stream(),
                Stream.of(
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"))
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();
    if (found.isEmpty()) {
      Python.notTested("there is no Chromium. Install it, or set LECTERN_CHROMIUM to its program.");
    }
    return found.orElseThrow();
  }
}

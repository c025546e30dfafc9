package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.runner.KernelProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `install` leaves behind starts, from its AOT cache and without it.
class InstalledKernelTest {

  @TempDir Path prefix;

  @Test
  void an_installed_kernel_starts_from_its_cache_and_without_it()
      throws IOException, InterruptedException {
    var installed =
        House.kernel("install", "--prefix", prefix.toString(), "--classpath", House.CLASS_PATH);
    assertEquals(0, installed.exit(), installed::output);
    assertFalse(installed.output().contains("slower"), installed::output);
    var folder = prefix.resolve("share/jupyter/kernels/lectern");
    var cache = folder.resolve("lectern-kernel.aot");
    assertTrue(command(folder).contains("-XX:AOTCache=" + cache), () -> "" + command(folder));
    assertTrue(list().contains("  ok"), this::list);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".part")).toList());
    }
    assertEquals("2", answer(folder));

    Files.writeString(cache, "no cache");
    assertTrue(list().contains("stale"), this::list);
    assertEquals("2", answer(folder));

    Files.delete(cache);
    assertTrue(list().contains("stale"), this::list);
    assertEquals("2", answer(folder));
  }

  private String list() {
    try {
      return House.kernel("list", "--prefix", prefix.toString())
          .output()
          .lines()
          .filter(line -> line.contains(prefix.toString()))
          .findFirst()
          .orElseThrow();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The value of 1 + 1 in a kernel that the kernelspec's own command starts.
  private static String answer(Path folder) throws IOException {
    var all = command(folder);
    var own = all.subList(1, all.size() - 2);
    own = own.subList(JavaCommand.FLAGS.size(), own.size());
    var command = new JavaCommand(Path.of(all.getFirst()), own);
    try (var kernel = KernelProcess.start(command, folder, Map.of())) {
      return kernel.client().execute("1 + 1", Duration.ofSeconds(60)).value();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> command(Path folder) {
    try {
      var json = JsonParser.parseString(Files.readString(folder.resolve("kernel.json")));
      return json.getAsJsonObject().getAsJsonArray("argv").asList().stream()
          .map(e -> e.getAsString())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

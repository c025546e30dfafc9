package lectern.kernel.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {

  @TempDir Path folder;

  private KernelSpec spec(String json) throws IOException {
    var place = Files.createDirectories(folder.resolve("java"));
    Files.writeString(place.resolve("kernel.json"), json);
    return new KernelSpec(place);
  }

  @Test
  void anotherKernelIsNeitherOverwrittenNorRemoved() throws IOException {
    var other = spec("{\"argv\": [\"python\", \"-m\", \"ipykernel\"]}");
    var error =
        assertThrows(IOException.class, () -> other.install(folder.resolve("jar"), "Java", ""));
    assertTrue(error.getMessage().contains("another kernel"), error.getMessage());
    assertThrows(IOException.class, other::remove);
    assertTrue(Files.exists(other.folder().resolve("kernel.json")));
  }

  @Test
  void ourOwnIsKnownByItsJarAndRemovedWhole() throws IOException {
    var ours = spec("{\"argv\": [\"/jdk/bin/java\", \"-jar\", \"/x/lectern-kernel.jar\"]}");
    assertTrue(ours.isOurs());
    assertEquals(Path.of("/jdk/bin/java"), ours.java());
    assertTrue(ours.remove());
    assertFalse(ours.remove());
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aFailedInstallLeavesNothingBehind() throws IOException {
    var spec = new KernelSpec(folder.resolve("lectern"));
    assertThrows(IOException.class, () -> spec.install(folder.resolve("missing.jar"), "Java", ""));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void jupytersFoldersFollowTheEnvironmentAndTheSystem() {
    var home = Path.of("/home/me");
    var linux = new JupyterFolders(Map.of(), home, "Linux");
    assertEquals(home.resolve(".local/share/jupyter/kernels"), linux.user());
    var mac = new JupyterFolders(Map.of(), home, "Mac OS X");
    assertEquals(home.resolve("Library/Jupyter/kernels"), mac.user());
    var set =
        new JupyterFolders(Map.of("JUPYTER_DATA_DIR", "/d", "VIRTUAL_ENV", "/v"), home, "Linux");
    assertEquals(Path.of("/d/kernels"), set.user());
    assertTrue(set.all().contains(Path.of("/v/share/jupyter/kernels")));
  }

  @Test
  void aKernelsCommandNamesItsConnectionFileLast() {
    var command = new JavaCommand(Path.of("/jdk/bin/java"), List.of("-jar", "k.jar"));
    var arguments = command.arguments("{connection_file}");
    assertEquals("/jdk/bin/java", arguments.getFirst());
    assertEquals(
        List.of("-jar", "k.jar", "--connection-file", "{connection_file}"),
        arguments.subList(arguments.size() - 4, arguments.size()));
    assertTrue(arguments.containsAll(JavaCommand.FLAGS));
  }
}

package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathsTest {

  @TempDir Path folder;

  @Test
  void aStarStandsForTheJarsInTheOrderOfTheirNames() throws IOException {
    files("b.jar", "a.jar", "notes.txt");
    assertEquals(List.of("a.jar", "b.jar"), names(folder + "/*"));
  }

  @Test
  void aStarLeavesOutSourcesAndDocumentation() throws IOException {
    files("a-sources.jar", "a-javadoc.jar", "a.jar");
    assertEquals(List.of("a.jar"), names(folder + "/*"));
  }

  @Test
  void aJarThatIsNamedIsTakenWhateverItIs() throws IOException {
    files("a-sources.jar");
    assertEquals(List.of("a-sources.jar"), names(folder + "/a-sources.jar"));
  }

  @Test
  void entriesKeepTheirOrderAndEmptyOnesVanish() throws IOException {
    files("a.jar", "b.jar");
    var separator = File.pathSeparator;
    assertEquals(
        List.of("b.jar", "a.jar"),
        names(folder + "/b.jar" + separator + separator + folder + "/a*" + separator));
  }

  @Test
  void starsStandForFoldersToo() throws IOException {
    Files.createDirectories(folder.resolve("x/lib"));
    Files.createDirectories(folder.resolve("y/lib"));
    files("x/lib/a-1.jar", "y/lib/a-2.jar", "y/lib/b.jar");
    assertEquals(List.of("a-1.jar", "a-2.jar"), names(folder + "/*/lib/a-?.jar"));
  }

  @Test
  void aSlashAtTheEndAddsTheJarsOfTheFolder() throws IOException {
    files("a.jar", "b.txt");
    assertEquals(List.of(folder.getFileName().toString(), "a.jar"), names(folder + "/"));
  }

  private void files(String... names) throws IOException {
    for (var name : names) {
      Files.createFile(folder.resolve(name));
    }
  }

  private static List<String> names(String classPath) {
    return ClassPaths.parse(classPath).stream().map(p -> p.getFileName().toString()).toList();
  }
}

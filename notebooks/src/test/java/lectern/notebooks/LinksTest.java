package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every Markdown file and every text cell of a notebook leads somewhere.
class LinksTest {

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> no_markdown_file_has_a_broken_link() throws IOException {
    return House.files(".md").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    House.TOP.relativize(file).toString(),
                    () -> assertEquals(List.of(), Links.broken(file, Files.readString(file)))));
  }

  @TestFactory
  Stream<DynamicTest> no_notebook_has_a_broken_link() throws IOException {
    return Stream.concat(House.lessons().stream(), House.twins().stream())
        .map(
            file ->
                DynamicTest.dynamicTest(
                    House.TOP.relativize(file).toString(),
                    () -> {
                      var text = String.join("\n\n", Lesson.read(file).prose());
                      assertEquals(List.of(), Links.broken(file, text));
                    }));
  }

  @Test
  void broken_links_are_found_and_code_is_passed_over() throws IOException {
    var file = folder.resolve("a.md");
    Files.writeString(folder.resolve("b.md"), "# One, two\n");
    assertEquals(
        List.of(
            "c.md: there is no such file",
            "/b.md: there is no such file",
            "b.md#three: there is no such heading",
            "d.png: there is no such file",
            "https://mybinder.org/v2/gh/o/r/HEAD?urlpath=lab/tree/notebooks/99-no.ipynb:"
                + " there is no notebooks/99-no.ipynb"),
        Links.broken(
            file,
            """
            [1](b.md) [2](c.md) [3](/b.md) [4](b.md#one-two) [5](b.md#three) <img src="d.png">
            [6](https://example.org/c.md) `[7](c.md)`
            [8](https://mybinder.org/v2/gh/o/r/HEAD?urlpath=lab/tree/notebooks/99-no.ipynb)
            [9](https://mybinder.org/v2/gh/o/r/HEAD?urlpath=lab/tree/notebooks/00-welcome.ipynb)
            """));
  }

  @Test
  void the_badge_of_the_launcher_opens_a_notebook_that_exists() throws IOException {
    assertEquals(List.of(), Links.broken(House.TOP.resolve("lab"), House.read("lab")));
  }
}

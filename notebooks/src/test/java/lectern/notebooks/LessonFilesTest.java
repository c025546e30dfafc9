package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is committed can be read without being run: outputs are there, small, and listed in order.
class LessonFilesTest {

  private static final long MOST_BYTES = 500_000;
  private static final Pattern NAME = Pattern.compile("(\\d\\d)-[a-z0-9-]+\\.ipynb");
  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| *\\[[^]]+]\\((?:notebooks/)?(\\d\\d-[a-z0-9-]+\\.ipynb)\\)");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(/home/|/root/|/Users/|/tmp/|/usr/lib/jvm|[A-Z]:\\\\\\\\|file:/)");

  @Test
  void lessons_are_numbered_once_each() throws IOException {
    var numbers = new HashSet<String>();
    for (var file : House.lessons()) {
      var name = NAME.matcher(file.getFileName().toString());
      assertTrue(name.matches(), file + " is not named like 07-short-words.ipynb");
      assertTrue(numbers.add(name.group(1)), file + " has the number of another lesson");
    }
    assertTrue(numbers.contains("00"), "the first lesson is 00");
  }

  @TestFactory
  Stream<DynamicTest> every_lesson_is_committed_as_executed() throws IOException {
    return each(LessonFilesTest::isExecuted);
  }

  @TestFactory
  Stream<DynamicTest> every_lesson_stays_small() throws IOException {
    return each(
        file ->
            assertTrue(
                Files.size(file) <= MOST_BYTES,
                file.getFileName() + " has " + Files.size(file) + " bytes, at most " + MOST_BYTES));
  }

  @TestFactory
  Stream<DynamicTest> no_lesson_names_a_path_of_the_machine_it_ran_on() throws IOException {
    return each(
        file -> {
          var match = MACHINE_PATH.matcher(Files.readString(file));
          assertTrue(!match.find(), () -> file.getFileName() + " contains " + match.group());
        });
  }

  @TestFactory
  Stream<DynamicTest> every_lesson_has_its_number_in_its_title() throws IOException {
    return each(
        file -> {
          var number = file.getFileName().toString().substring(0, 2);
          var title = Lesson.read(file).prose().getFirst().lines().findFirst().orElse("");
          assertTrue(title.startsWith("# " + number + " · "), title);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "notebooks/README.md"})
  void the_tables_list_every_lesson_in_order(String readme) throws IOException {
    var listed = LISTED.matcher(House.read(readme)).results().map(match -> match.group(1)).toList();
    var lessons = House.lessons().stream().map(file -> file.getFileName().toString()).toList();
    assertEquals(lessons, listed);
  }

  private static void isExecuted(Path file) throws IOException {
    var lesson = Lesson.read(file);
    assertEquals("java", lesson.language(), "name of the kernel the lesson asks for");
    int number = 0;
    int shown = 0;
    var code = lesson.code();
    for (var cell : code) {
      number++;
      assertEquals(
          number, cell.number(), () -> "run all cells once, in order; not so:\n" + cell.source());
      assertTrue(
          !cell.hasFailed() || cell.mayFail(),
          () ->
              "an error is committed in a cell without the tag raises-exception:\n"
                  + cell.source());
      shown += cell.outputs().isEmpty() ? 0 : 1;
    }
    assertTrue(shown * 3 >= code.size(), "only " + shown + " of " + code.size() + " cells show");
  }

  private interface Check {
    void accept(Path file) throws IOException;
  }

  private static Stream<DynamicTest> each(Check check) throws IOException {
    return House.lessons().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(file.getFileName().toString(), () -> check.accept(file)));
  }
}

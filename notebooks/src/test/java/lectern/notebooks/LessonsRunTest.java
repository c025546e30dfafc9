package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every lesson runs from top to bottom in a kernel process of its own, as `./lab run` does it.
class LessonsRunTest {

  @TempDir Path folder;

  @Test
  void there_are_lessons() throws IOException {
    assertFalse(House.lessons().isEmpty(), "no notebooks in " + House.NOTEBOOKS);
  }

  @TestFactory
  Stream<DynamicTest> every_lesson_runs() throws IOException {
    return House.lessons().stream()
        .map(lesson -> DynamicTest.dynamicTest(lesson.getFileName() + " runs", () -> runs(lesson)));
  }

  private void runs(Path file) throws IOException, InterruptedException {
    var copy = folder.resolve(file.getFileName());
    var run =
        House.kernel(
            "run", file.toString(), "-o", copy.toString(), "--classpath", House.CLASS_PATH);
    assertEquals(0, run.exit(), () -> file.getFileName() + " failed:\n" + run.output());

    var committed = Lesson.read(file).code();
    var fresh = Lesson.read(copy).code();
    assertEquals(committed.size(), fresh.size(), "cells in the executed copy");
    for (int i = 0; i < committed.size(); i++) {
      var source = committed.get(i).source();
      assertEquals(
          committed.get(i).pictures(),
          fresh.get(i).pictures(),
          () -> "the committed outputs are stale, ./lab refresh; the cell is:\n" + source);
      var before = committed.get(i).text();
      var now = fresh.get(i).text();
      var difference =
          OutputNumbers.tolerance(committed.get(i))
              .flatMap(tolerance -> OutputNumbers.difference(before, now, tolerance));
      assertEquals(
          Optional.empty(),
          difference,
          () -> "committed:\n" + before + "\nnow:\n" + now + "\nthe cell is:\n" + source);
    }
  }
}

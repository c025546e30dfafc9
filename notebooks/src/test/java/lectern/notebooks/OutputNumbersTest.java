package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutputNumbersTest {

  @Test
  void numbers_are_read_as_people_write_them() {
    assertEquals(
        List.of(1.5, -2.0, 1234.0, 6.2e-16, -0.25),
        OutputNumbers.of("x1 is 1.5, b₂ −2 of 1,234 at 6.2e-16 and -0.25"));
  }

  @Test
  void small_differences_are_allowed_and_larger_ones_are_named() {
    assertTrue(OutputNumbers.difference("a 100.00", "b 100.01", 1e-3).isEmpty());
    assertTrue(OutputNumbers.difference("1e-17", "-3e-16", 1e-6).isEmpty());
    assertEquals(
        Optional.of("number 2 is 100.0, now 101.0"),
        OutputNumbers.difference("1 100", "1 101", 1e-3));
    assertEquals(
        Optional.of("committed 2 numbers, now 1"), OutputNumbers.difference("1 2", "1", 1));
  }

  @Test
  void a_tag_says_which_cells_are_compared_and_how() {
    assertEquals(Optional.empty(), OutputNumbers.tolerance(cell("answer")));
    assertEquals(Optional.of(1e-6), OutputNumbers.tolerance(cell("numbers")));
    assertEquals(Optional.of(0.02), OutputNumbers.tolerance(cell("numbers:0.02")));
  }

  private static Lesson.Cell cell(String tag) {
    return new Lesson.Cell("code", "1", 1, Set.of(tag), List.of());
  }
}

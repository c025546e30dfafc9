package lectern.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import lectern.backend.Shape;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    System.setProperty("lectern.exercises", folder.toString());
  }

  @AfterEach
  void end() {
    System.clearProperty("lectern.exercises");
  }

  private Path file() {
    return folder.resolve("exercises.json");
  }

  private static void says(Verdict verdict, String... parts) {
    for (var part : parts) {
      assertTrue(verdict.toString().contains(part), verdict::toString);
    }
  }

  @Test
  void aQuestionShowsItselfWithoutItsAnswerAndLeavesNoFile() {
    var text = Check.of("01-qhadam/first-step").toMimeBundle().data().get("text/markdown");
    assertTrue(text.toString().contains("○ not answered yet"), text::toString);
    assertTrue(text.toString().contains(".answer(a number)"), text::toString);
    assertFalse(text.toString().contains("0.926"), text::toString);
    assertFalse(Files.exists(file()));
  }

  @Test
  void numbersAreRightWithinTheirToleranceAndKnownMistakesAreExplained() {
    says(Check.of("01-qhadam/first-step").answer(0.9261), "✓ **Right.**", "0.926", "green");
    says(
        Check.of("01-qhadam/first-step").answer(0.98),
        "✗ **Not yet.**",
        "a step of momentum",
        "*Hint:*");
    says(Check.of("01-qhadam/step-bound").answer(-0.7576), "sign is the other way round", "red");
    says(Check.of("01-qhadam/step-bound").answer(7.5758), "too large by a factor of 10");
    says(Check.of("01-qhadam/step-bound").answer(0.76), "near, but too large");
    says(Check.of("01-qhadam/step-bound").answer(Double.NaN), "not finite");
    says(Check.of("01-qhadam/step-bound").answer(0.7576), "✓ **Right.**", "yellow");
  }

  @Test
  void hintsComeOneAfterTheOther() {
    var exercise = Check.of("01-qhadam/memory");
    says(exercise.answer(1), "Solve");
    says(exercise.answer(2), "logarithm of a number below 1");
    says(exercise.answer(3), "logarithm of a number below 1");
  }

  @Test
  void functionsAreTriedAtSomePlaces() {
    var exercise = Check.of("01-qhadam/nesterov");
    says(exercise.function((n, g) -> 0.1 * n + 0.9 * g), "Right at 1 of 5 places", "at (1, 0)");
    says(
        exercise.function(
            (n, g) -> {
              throw new IllegalStateException("not written");
            }),
        "Right at 0 of 5",
        "it throws",
        "not written");
    says(exercise.function((n, g) -> 0.19 * n + 0.81 * g), "✓");
    assertThrows(
        CancellationException.class,
        () ->
            exercise.function(
                (n, g) -> {
                  throw new CancellationException("interrupted");
                }));
  }

  @Test
  void tensorsShapesAndFunctionsOfTensors() {
    var gradient = Check.of("02-dptiny-mlp/cross-entropy-gradient");
    says(gradient.answer(0.25, 0.25), "Its shape is (3,), yours is (2,)");
    says(gradient.answer(0.25, 0.25, 0.5), "1 of 3 elements is not right", "[2]: 0.5", "too large");
    says(gradient.answer(Tensor.of(0.25, 0.25, -0.5)), "✓");

    var shape = Check.of("02-dptiny-mlp/weight-gradient");
    says(shape.shape(784, 100), "lesson's own engine");
    says(shape.shape(100), "2 dimensions, not 1");
    says(shape.shape(100, 785), "Dimension 1 is not 785");
    says(shape.answer(Shape.of(100, 784)), "✓");

    var stable = Check.of("02-dptiny-mlp/log-sum-exp");
    says(stable.tensors(z -> z.exp().sum().log()), "at [1000.0, 1000.0]", "not finite");
    says(stable.tensors(z -> z), "Its shape is ()");
    says(stable.tensors(z -> null), "null is no tensor");
    says(stable.tensors(z -> z.sub(z.max()).exp().sum().log().add(z.max())), "✓");
  }

  @Test
  void anAnswerOfAnotherKindIsNoAttempt() {
    says(
        Check.of("01-qhadam/nesterov").answer(0.5),
        "takes `.function((a, b) -> …)`, not a number",
        "○");
    says(Check.of("01-qhadam/memory").answer(1, 2), "not 2 numbers");
    assertFalse(Files.exists(file()));
  }

  @Test
  void revealingShowsTheAnswerAndMarksRed() {
    says(Check.of("01-qhadam/memory").reveal(), "**The answer.**", "$k = 7$", "red");
    says(Check.of("01-qhadam/memory").answer(7), "✓", "red");
    says(Check.of("01-qhadam/memory").mark(Mark.GREEN), "green");
  }

  @Test
  void progressSurvivesAndIsCountedBySubject() {
    Check.of("01-qhadam/memory").answer(7);
    Check.of("01-qhadam/first-step").answer(3);
    var table = Check.progress("01-qhadam").toString();
    assertTrue(table.contains("| `01-qhadam/memory` | calculus | ● **green**"), table);
    assertTrue(table.contains("**calculus** ○ 1 open, ● 1 green, ● 1 red"), table);
    assertTrue(Check.next().toString().contains("01-qhadam/nesterov"), Check.next()::toString);
  }

  @Test
  void aPassEndsWhenAllOfItsSubjectWereTriedAndBringsTheRestBack() {
    Check.of("01-qhadam/memory").answer(7);
    var error = assertThrows(IllegalStateException.class, () -> Check.nextPass("calculus"));
    assertTrue(error.getMessage().contains("01-qhadam/first-step"), error.getMessage());
    Check.of("01-qhadam/first-step").answer(3);
    Check.of("01-qhadam/step-bound").reveal();
    var table = Check.nextPass("calculus").toString();
    assertTrue(table.contains("**calculus** ● 1 green, ● 2 red"), table);
    var again = Check.next("01-qhadam").toString();
    assertTrue(again.contains("first-step"), again);
    assertTrue(again.contains("*Read again first:* section 5"), again);
    assertTrue(again.contains("pass 2"), again);
    assertThrows(IllegalArgumentException.class, () -> Check.nextPass("alchemy"));
  }

  @Test
  void aDamagedFileIsLaidAsideAndTheAnswerIsGradedAllTheSame() throws IOException {
    for (var text : new String[] {"", "{", "[]", "{\"exercises\": {\"a/b\": {\"pass\": 1}}}"}) {
      Files.writeString(file(), text);
      var verdict = Check.of("01-qhadam/memory").answer(7);
      says(verdict, "✓", "green", "⚠", "could not be read", "exercises.json.broken");
      assertTrue(Files.readString(file()).contains("GREEN"));
    }
    assertEquals("", Files.readString(folder.resolve("exercises.json.broken")));
    assertEquals("{", Files.readString(folder.resolve("exercises.json.broken2")));
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTheProgressAndNotTheCell() {
    System.setProperty("lectern.exercises", folder.resolve("missing").toString());
    says(Check.of("01-qhadam/memory").answer(7), "✓", "could not be written");
  }

  @Test
  void namesThatDoNotExistAreToldWithThoseThatDo() {
    var lesson = assertThrows(IllegalArgumentException.class, () -> Check.of("99-x/y"));
    assertTrue(lesson.getMessage().contains("01-qhadam"), lesson.getMessage());
    var exercise = assertThrows(IllegalArgumentException.class, () -> Check.of("01-qhadam/y"));
    assertTrue(exercise.getMessage().contains("step-bound"), exercise.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Check.of("y"));
  }

  @Test
  void aBankWithAMistakeNamesTheExercise() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bank.parse("07-x", "{\"exercises\": [{\"name\": \"a\", \"subject\": \"s\"}]}"));
    assertEquals("exercise 07-x/a: \"question\" is missing", error.getMessage());
  }

  @Test
  void everyExerciseOfTheLibraryHasAShapeAndAMotion() {
    for (var name : Bank.NAMES) {
      for (var exercise : Bank.read(name).exercises().values()) {
        says(exercise.reveal(), "*Its shape:*", "*Its motion:*");
        assertTrue(exercise.id().startsWith(name + "/"));
      }
    }
  }
}

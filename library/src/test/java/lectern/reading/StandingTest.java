package lectern.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// The green-yellow-red method.
class StandingTest {

  private final Standing right = Standing.NEW.answered(true);
  private final Standing wrong = Standing.NEW.answered(false);

  @Test
  void rightAtOnceIsGreenRightAfterAMistakeYellowAndWrongRed() {
    assertEquals(Mark.GREEN, right.mark());
    assertEquals(Mark.RED, wrong.mark());
    assertEquals(Mark.YELLOW, wrong.answered(true).mark());
  }

  @Test
  void runningARightAnswerAgainDoesNotMakeYellowGreen() {
    assertEquals(Mark.YELLOW, wrong.answered(true).answered(true).mark());
    assertEquals(Mark.GREEN, wrong.answered(true).nextPass().answered(true).mark());
  }

  @Test
  void whoLookedUpTheAnswerIsRedUntilTheNextPass() {
    assertEquals(Mark.RED, Standing.NEW.looked().answered(true).mark());
    assertEquals(Mark.GREEN, Standing.NEW.looked().nextPass().answered(true).mark());
    assertEquals(Mark.GREEN, right.looked().mark(), "it was understood before");
  }

  @Test
  void redAfterTheFifthPassNeedsHelp() {
    var standing = Standing.NEW;
    for (int pass = 1; pass <= 5; pass++) {
      assertEquals(pass, standing.pass());
      standing = standing.answered(false);
      assertEquals(Mark.RED, standing.mark());
      standing = standing.nextPass();
    }
    assertEquals(Mark.HELP, standing.mark());
    assertFalse(standing.isDue());
    assertEquals(Mark.YELLOW, standing.answered(true).mark(), "somebody helped");
  }

  @Test
  void whateverHappensGreenStaysGreenAndIsNeverDueAndTheRestFollowsTheRules() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var standing = Standing.NEW;
      for (int i = 0; i < 40; i++) {
        var before = standing;
        boolean answersRight = random.nextBoolean();
        boolean looks = false;
        switch (random.nextInt(3)) {
          case 0 -> standing = before.answered(answersRight);
          case 1 -> {
            standing = before.looked();
            looks = true;
          }
          default -> standing = before.nextPass();
        }
        var story = "seed " + seed + ": " + before + " → " + standing;
        assertTrue(standing.pass() >= before.pass(), story);
        assertTrue(standing.mark() != Mark.RED || standing.pass() <= 5 || before.pass() > 5, story);
        assertTrue(standing.attempts() - before.attempts() <= 1, story);
        assertTrue(before.mark() != Mark.GREEN || standing.mark() == Mark.GREEN, story);
        assertFalse(standing.mark() == Mark.GREEN && standing.isDue(), story);
        assertFalse(
            standing.mark() == Mark.GREEN
                && before.mark() != Mark.GREEN
                && (before.mistaken() || before.revealed() || looks || !answersRight),
            story);
        assertTrue(standing.mark() != Mark.OPEN || before.mark() == Mark.OPEN, story);
        assertTrue(before.tried() || standing.pass() == before.pass(), story);
      }
    }
  }
}

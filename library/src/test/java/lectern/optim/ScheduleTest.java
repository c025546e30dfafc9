package lectern.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void cosineGoesFromOneThroughAHalfToItsFloorAndStaysThere() {
    var cosine = Schedule.cosine(100);
    assertEquals(1, cosine.at(0));
    assertEquals(0.5, cosine.at(50), 1e-15);
    assertEquals((1 + Math.sqrt(0.5)) / 2, cosine.at(25), 1e-15);
    assertEquals(0, cosine.at(100));
    assertEquals(0, cosine.at(1000));
    assertEquals(0.1, Schedule.cosine(100, 0.1).at(100));
    assertEquals(0.55, Schedule.cosine(100, 0.1).at(50), 1e-15);
  }

  @Test
  void stepMultipliesOnceInEveryPeriod() {
    var step = Schedule.step(10, 0.1);
    assertEquals(1, step.at(9));
    assertEquals(0.1, step.at(10));
    assertEquals(0.01, step.at(29), 1e-17);
  }

  @Test
  void linearFallsInAStraightLine() {
    assertEquals(0.75, Schedule.linear(8).at(2));
    assertEquals(0, Schedule.linear(8).at(9));
  }

  @Test
  void warmupRisesToOneAndThenTheScheduleBeginsAtItsZero() {
    var schedule = Schedule.step(10, 0.5).warmup(4);
    assertEquals(0.25, schedule.at(0));
    assertEquals(1, schedule.at(3));
    assertEquals(1, schedule.at(13));
    assertEquals(0.5, schedule.at(14));
  }

  @Test
  void aScheduleOfNoStepsIsRefusedByName() {
    var e = assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0));
    assertEquals("Schedule.cosine needs at least 1 step, got 0", e.getMessage());
  }
}

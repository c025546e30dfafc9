package lectern.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SeedsTest {

  @AfterEach
  void backToTheFirstSeed() {
    Seeds.set(0);
  }

  @Test
  void settingTheSeedAgainRepeatsEveryStream() {
    Seeds.set(42);
    double init = Seeds.stream("init").nextDouble();
    double shuffle = Seeds.stream("shuffle").nextDouble();
    assertNotEquals(init, Seeds.stream("init").nextDouble());
    Seeds.set(42);
    assertEquals(shuffle, Seeds.stream("shuffle").nextDouble());
    assertEquals(init, Seeds.stream("init").nextDouble());
  }

  @Test
  void aNameIsOneStreamUntilTheSeedChanges() {
    Seeds.set(1);
    assertSame(Seeds.stream("init"), Seeds.stream("init"));
    var old = Seeds.stream("init").nextDouble();
    Seeds.set(2);
    assertNotEquals(old, Seeds.stream("init").nextDouble());
  }
}

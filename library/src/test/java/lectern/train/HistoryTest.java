package lectern.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void seriesKeepTheirNumbersInOrderHoweverManyThereAre() {
    var history = new History();
    var expected = IntStream.range(0, 1000).asDoubleStream().toArray();
    for (double v : expected) {
      history.add("loss", v);
    }
    assertArrayEquals(expected, history.get("loss"));
  }

  @Test
  void theMeanIsOverTheYoungestNumbers() {
    var history = new History().add("loss", 8).add("loss", 2).add("loss", 4);
    assertEquals(4, history.last("loss"));
    assertEquals(3, history.mean("loss", 2));
    assertEquals(14.0 / 3, history.mean("loss", 100), 1e-12);
  }

  @Test
  void namesStandInTheOrderOfTheirFirstNumbers() {
    var history = new History().add("z", 1).add("a", 1).add("z", 2);
    assertEquals(List.of("z", "a"), List.copyOf(history.names()));
  }

  @Test
  void whatIsHandedOutIsACopy() {
    var history = new History().add("loss", 1);
    history.get("loss")[0] = 5;
    assertEquals(1, history.last("loss"));
  }

  @Test
  void anUnknownSeriesIsNamedTogetherWithTheKnownOnes() {
    var history = new History().add("loss", 1);
    var error = assertThrows(IllegalArgumentException.class, () -> history.get("lost"));
    assertEquals("History has no series \"lost\"; it has [loss]", error.getMessage());
  }

  @Test
  void aMeanOfNoNumbersIsRefused() {
    var history = new History().add("loss", 1);
    var error = assertThrows(IllegalArgumentException.class, () -> history.mean("loss", 0));
    assertTrue(error.getMessage().contains("at least 1, got 0"), error.getMessage());
  }

  @Test
  void textTellsCountFirstAndLast() {
    var history = new History().add("loss", 2.5).add("loss", 0.25);
    assertEquals("loss: 2 values, first 2.500, last 0.2500", history.toString());
  }
}

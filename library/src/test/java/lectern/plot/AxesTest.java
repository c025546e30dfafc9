package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lectern.display.Figure;
import org.junit.jupiter.api.Test;

/// What stands along a plot: numbers, names, legend, title.
class AxesTest {

  @Test
  void numbersOfEverySizeHaveShortDifferentLabels() {
    for (var values :
        List.of(
            new double[] {1e300, -1e308, 1e308},
            new double[] {1e-300, 3e-300},
            new double[] {1e9 + 0.001, 1e9 + 0.002},
            new double[] {5},
            new double[] {0, 1e-7},
            new double[] {123_456_789, 123_456_999})) {
      var svg = Drawn.svg(Plot.of("").line("", values));
      var labels = Drawn.texts(svg);
      assertTrue(labels.size() >= 4, () -> labels + " of " + Arrays.toString(values));
      assertTrue(labels.stream().allMatch(l -> l.length() < 16), labels::toString);
    }
    var svg = Drawn.svg(Plot.of("").line("", new double[] {1e9 + 0.001, 1e9 + 0.002}));
    assertTrue(Drawn.texts(svg).containsAll(List.of("0.0012", "0.0016", "0.002", "+ 10⁹")), svg);
  }

  @Test
  void logarithmicAxesHaveDecades() {
    var lr = Plot.of("").line("", new double[] {1e-5, 1e-3, 0.1}, new double[] {3, 2, 1}).logX();
    assertTrue(
        Drawn.texts(Drawn.svg(lr)).containsAll(List.of("10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹")));
    assertTrue(
        Drawn.texts(Drawn.svg(Plot.of("").line("", new double[] {1, 900}).logY())).contains("100"));
  }

  @Test
  void epochsAreWholeNumbers() {
    var svg = Drawn.svg(Plot.of("").line("", new int[] {1, 2, 3}, new double[] {50, 60, 70}));
    assertTrue(Drawn.texts(svg).containsAll(List.of("1", "2", "3")), svg);
    assertFalse(Drawn.texts(svg).contains("1.5"), svg);
  }

  @Test
  void aHundredSeriesKeepAShortLegend() {
    var plot = Plot.of("many");
    for (int i = 0; i < 100; i++) {
      plot.line("series " + i, new double[] {i, i + 1});
    }
    var texts = Drawn.texts(Figure.svg(640, 360, plot::paint));
    var more = texts.stream().filter(t -> t.startsWith("… and ")).findFirst().orElseThrow();
    var shown = texts.stream().filter(t -> t.startsWith("series ")).count();
    assertEquals("… and %d more".formatted(100 - shown), more);
  }

  @Test
  void longTitlesAndNamesEndInAnEllipsis() {
    var svg =
        Drawn.svg(
            Plot.of("title ".repeat(60))
                .line("name ".repeat(60), Drawn.FALLING)
                .xLabel("x ".repeat(300)));
    assertEquals(3, Drawn.texts(svg).stream().filter(t -> t.endsWith("…")).count(), svg);
  }

  @Test
  void namesOfCategoriesThatWouldTouchStandAslant() {
    var names = IntStream.range(0, 12).mapToObj(i -> "a long name " + i).toList();
    var plot = Plot.of("").bars("n", IntStream.range(0, 12).toArray());
    assertTrue(Drawn.svg(plot.xTicks(names)).contains("rotate(-40 "));
    var few = Plot.of("").bars("n", new int[] {1, 2}).xTicks("a", "b");
    assertFalse(Drawn.svg(few).contains("rotate(-40 "));
  }

  @Test
  void aLogarithmicAxisLeavesOutWhatItCannotShow() {
    var image = Plot.of("").line("a", new double[] {0, -1, 1, 10, Double.NaN, 100}).logY().image(1);
    assertTrue(Drawn.count(image, Colors.series(0)) > 20);
    var svg = Drawn.svg(Plot.of("bad").line("a", new double[] {0, -1}).logY());
    assertTrue(svg.contains(">no value above 0</text>"), svg);
  }

  @Test
  void ticksAreNamedByStringsNumbersArraysAndLists() {
    var byName = Plot.of("t").bars("a", new int[] {1, 2}).xTicks("0.5", "1").image(1);
    for (var same : List.<Object>of(new double[] {0.5, 1}, List.of("0.5", 1))) {
      var other = Plot.of("t").bars("a", new int[] {1, 2}).xTicks(same).image(1);
      assertArrayEquals(Drawn.pixels(byName), Drawn.pixels(other));
    }
    var others = Plot.of("t").bars("a", new int[] {1, 2}).xTicks("0.5", "7").image(1);
    assertFalse(Arrays.equals(Drawn.pixels(byName), Drawn.pixels(others)));
  }
}

package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What each kind of layer draws and says of itself.
class LayersTest {

  @Test
  void aHistogramCountsEveryFiniteValueOnce() {
    var bars = Histogram.of("h", new double[] {0, 0.1, 0.5, 0.99, 1, Double.NaN}, 2, Color.BLUE);
    assertEquals("h: 2 bars, 2, 3 (highest 3)", bars.describe());
  }

  @Test
  void barsOfOneCategoryStandSideBySide() {
    var image = Plot.of("").bars("a", new double[] {1, 1}).bars("b", new double[] {1, 1}).image(1);
    var a = Drawn.count(image, Colors.series(0));
    var b = Drawn.count(image, Colors.series(1));
    assertTrue(a > 20_000 && Math.abs(a - b) < a / 20, () -> a + " and " + b + " pixels");
  }

  @Test
  void cellsShowTheFirstRowOnTopAndNameTheExtremes() {
    var values = new double[][] {{1, 2}, {3, 4}};
    var plot = Plot.of("m").cells(values, Colors.GREY);
    var image = plot.image(1);
    assertEquals(0, image.getRGB(180, 90) & 255, "lowest value, top left");
    assertEquals(255, image.getRGB(480, 260) & 255, "highest value, bottom right");
    assertTrue(
        plot.describe()
            .endsWith("2 × 2 cells, lowest 1 in row 0, column 0, highest 4 in row 1, column 1"));
  }

  @Test
  void rowsAndColumnsOfCellsAreCountedFromTheTopLeft() {
    var svg = Drawn.svg(Plot.of("").cells(new double[3][4], Colors.VIRIDIS));
    assertTrue(Drawn.texts(svg).containsAll(List.of("0", "1", "2", "3")), svg);
    var large = Drawn.texts(Drawn.svg(Plot.of("").cells(new double[197][197], Colors.VIRIDIS)));
    assertTrue(large.containsAll(List.of("0", "20", "180")), large::toString);
  }

  @Test
  void anAttentionMapNamesItsTokensAndBeginsItsColoursAtZero() {
    var weights = new double[][] {{1, 0}, {0.25, 0.75}};
    var plot = Plot.of("head 0").attention(weights, List.of("the", "cat"), List.of("the", "cat"));
    var texts = Drawn.texts(Drawn.svg(plot));
    assertEquals(2, texts.stream().filter("cat"::equals).count(), texts::toString);
    assertTrue(texts.containsAll(List.of("query", "key", "0", "1")), texts::toString);
    assertEquals(
        "Plot.attention: weights of 2 × 2 need 2 queries and 2 keys, but 1 and 2 came",
        Drawn.message(() -> Plot.of("").attention(weights, List.of("the"), List.of("the", "cat"))));
  }

  @Test
  void aContourKeepsItsFullSizeAndItsPath() throws IOException {
    var bundle =
        Plot.of("Rosenbrock")
            .logContour((x, y) -> Math.pow(1 - x, 2) + 100 * Math.pow(y - x * x, 2), -2, 2, -1, 3)
            .path("way", new double[] {-1.2, 0, 0.5}, new double[] {1, 0, 0.3})
            .toMimeBundle();
    assertEquals(1280, Drawn.png(bundle).getWidth());
    assertTrue(Drawn.count(Drawn.png(bundle), Colors.series(0)) > 300);
    assertTrue(bundle.text().contains("contour over x −2 … 2, y −1 … 3, 10 bands"));
  }

  @Test
  void ridgesDescribeEachLayerAndNameIt() {
    var groups = new LinkedHashMap<String, double[]>();
    groups.put("relu1", new double[] {0, 0, 0, 4});
    groups.put("fc2", new double[] {-1, 1, Double.NaN});
    var plot = Plot.of("activations").ridges(groups);
    assertEquals(
        """
        activations
          relu1: 4 values, 0 … 4, mean 1, standard deviation 1.73, 75 % zero
          fc2: 3 values, −1 … 1, mean 0, standard deviation 1, 1 not finite\
        """,
        plot.describe());
    assertTrue(Drawn.texts(Drawn.svg(plot)).containsAll(List.of("relu1", "fc2", "75 % zero")));
    assertEquals(
        "Plot.ridges needs at least one group of values",
        Drawn.message(() -> Plot.of("").ridges(Map.of())));
  }

  @Test
  void theSmoothedCurveIsTheCorrectedAverageAndPassesOverGaps() {
    var plot = Plot.of("").smoothed("s", new double[] {4, Double.NaN, 1}, 0.5);
    // (0.5·4)/0.5 = 4; then (0.25·4 + 0.5·1)/0.75 = 2
    assertTrue(plot.describe().contains("y 2 … 4, last 2"), plot.describe());
  }
}

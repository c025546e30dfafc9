package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

  private static final double[] FALLING_LONG =
      IntStream.range(0, 2000).mapToDouble(i -> Math.exp(-i / 400.0)).toArray();

  @Test
  void thePictureHasTwoPixelsPerCssPixel() throws IOException {
    var bundle = Plot.of("loss").line("SGD", Drawn.FALLING).size(500, 300).toMimeBundle();
    var image = Drawn.png(bundle);
    assertEquals(1000, image.getWidth());
    assertEquals(600, image.getHeight());
    assertEquals(Map.of("width", 500, "height", 300), bundle.metadata().get(MimeBundle.PNG));
  }

  @Test
  void eachSeriesIsDrawnInItsOwnColour() {
    var image =
        Plot.of("two").line("a", Drawn.FALLING).line("b", new double[] {0.2, 0.9, 0.1}).image(1);
    assertTrue(Drawn.count(image, Colors.series(0)) > 300, "first line");
    assertTrue(Drawn.count(image, Colors.series(1)) > 3, "second line");
    assertEquals(0, Drawn.count(image, Colors.series(2)));
  }

  @Test
  void theGroundIsTransparent() {
    assertEquals(0, Plot.of("").line("a", Drawn.FALLING).image(1).getRGB(2, 2) >>> 24);
  }

  @Test
  void theTextSaysWhatIsDrawn() {
    var plot =
        Plot.of("loss").line("SGD", new float[] {4, 2, 1}).logY().xLabel("step").yLabel("loss");
    assertEquals(
        "loss (x: step, y: loss (log))\n  SGD: 3 points, x 0 … 2, y 1 … 4, last 1",
        plot.toMimeBundle().text());
  }

  @Test
  void listsArraysAndIntegersAreTheSameData() {
    var text = Plot.of("t").line("a", new double[] {1, 2, 5}).describe();
    assertEquals(text, Plot.of("t").line("a", List.of(1, 2.0, 5f)).describe());
    assertEquals(text, Plot.of("t").line("a", new int[] {1, 2, 5}).describe());
    assertEquals(text, Plot.of("t").line("a", new float[] {1, 2, 5}).describe());
    assertEquals(text, Plot.of("t").line("a", Tensor.of(1, 2, 5)).describe());
  }

  @Test
  void plotsStandInARow() throws IOException {
    var left = Plot.of("left").line("a", Drawn.FALLING).size(300, 200);
    var right = Plot.of("right").line("b", Drawn.FALLING).size(300, 240);
    var bundle = Plot.row(left, right).toMimeBundle();
    assertEquals(2 * 616, Drawn.png(bundle).getWidth());
    assertEquals(480, Drawn.png(bundle).getHeight());
    assertTrue(bundle.text().contains("left") && bundle.text().contains("right"));
  }

  @Test
  void aLongSeriesKeepsItsExtremes() {
    var spikes = new double[100_000];
    spikes[54_321] = 7;
    assertTrue(Plot.of("s").line("a", spikes).describe().contains("y 0 … 7"));
    var image = Plot.of("").line("a", spikes).image(1);
    var tall = IntStream.range(20, 300).filter(y -> rowHas(image, y, Colors.series(0))).count();
    assertTrue(tall > 200, () -> "the spike is " + tall + " pixels tall");
  }

  @Test
  void savingWritesAPngFile(@TempDir Path folder) throws IOException {
    var file = Plot.of("t").line("a", Drawn.FALLING).save(folder.resolve("t.png"));
    assertEquals(1280, ImageIO.read(Files.newInputStream(file)).getWidth());
  }

  @Test
  void errorsNameTheRuleAndWhatCame() {
    assertEquals(
        "Plot: \"a\" needs as many x as y, but came 2 x and 3 y",
        Drawn.message(() -> Plot.of("t").line("a", new int[2], new int[3])));
    assertEquals(
        "Plot takes double[], float[], int[], long[], boolean[], a List of numbers or a Tensor, not"
            + " String",
        Drawn.message(() -> Plot.of("t").line("a", "1, 2, 3")));
    assertEquals(
        "Images.add: 28 × 28 pixels are 784 values, but 3 came",
        Drawn.message(() -> Images.of("").add(new double[3], 28, 28, "")));
    assertEquals(
        "Plot \"t\" has nothing to draw; add a line, points, bars, cells or a contour",
        assertThrows(IllegalStateException.class, () -> Plot.of("t").image(1)).getMessage());
  }

  @Test
  void theWordsOfAPlotAreTextInItsSvg() {
    var svg =
        Drawn.svg(
            Plot.of("loss ∇L")
                .line("SGD", Drawn.FALLING)
                .line("β₁ = 0.9", Drawn.FALLING)
                .xLabel("x₁")
                .yLabel("y"));
    for (var text : List.of("loss ∇L", "SGD", "β₁ = 0.9", "x₁", "y", "0.2", "400")) {
      assertTrue(svg.contains(">" + text + "</text>"), text + " in " + svg);
    }
    assertTrue(svg.contains("stroke=\"#0077b6\"") && svg.contains("stroke=\"#d55e00\""), svg);
    assertTrue(svg.length() < 12_000, () -> svg.length() + " characters");
  }

  @Test
  void gapsAreLeftOpenAndAPointAloneIsADot() {
    var svg = Drawn.svg(Plot.of("").line("", new double[] {1, 2, Double.NaN, 3, Double.NaN, 4, 5}));
    var line = svg.substring(svg.indexOf("stroke=\"#0077b6\" stroke-width=\"2\""));
    var data = line.substring(line.indexOf("d=\"") + 3, line.indexOf("\"/>"));
    assertEquals(3, data.chars().filter(c -> c == 'M').count(), data);
    assertTrue(svg.contains("stroke=\"#0077b6\" stroke-width=\"5\""), "the dot in " + svg);
    assertTrue(
        Plot.of("")
            .line("a", new double[] {1, Double.NaN, 3})
            .describe()
            .endsWith(", 1 not finite"));
  }

  @Test
  void aSeriesMayBeEmptyAndOneThatDivergedSaysSo() {
    assertTrue(Drawn.svg(Plot.of("").line("loss", List.of())).contains(">no values yet</text>"));
    var nan = new double[] {Double.NaN, Double.NaN};
    assertTrue(Drawn.svg(Plot.of("").line("loss", nan)).contains(">no finite value</text>"));
    assertTrue(Plot.of("t").line("loss", List.of()).describe().endsWith("loss: no points"));
    assertTrue(Plot.of("t").histogram("h", nan, 5).image(1).getWidth() > 0);
  }

  @Test
  void everyKindOfFigureStaysUnder60000Characters() {
    var noise = noise();
    var matrix = new double[60][60];
    for (int i = 0; i < 3600; i++) {
      matrix[i / 60][i % 60] = noise[i % 2000];
    }
    var figures = new LinkedHashMap<String, Displayable>();
    figures.put("line", Plot.of("t").line("a", Drawn.FALLING).line("b", noise));
    figures.put("scatter", Plot.of("t").scatter("a", noise, FALLING_LONG));
    figures.put("bars", Plot.of("t").bars("a", noise));
    figures.put("histogram", Plot.of("t").histogram("a", noise, 100));
    figures.put("cells", Plot.of("t").cells(matrix, Colors.VIRIDIS));
    figures.put("written", Plot.of("t").cells(new double[12][12], Colors.SIGNED, "%.2f"));
    figures.put("contour", Plot.of("t").contour((x, y) -> Math.sin(9 * x * y), -2, 2, -2, 2));
    figures.put("ridges", Plot.of("t").ridges(Map.of("a", noise, "b", Drawn.FALLING)));
    figures.put("smoothed", Plot.of("t").smoothed("a", noise, 0.9));
    figures.put("images", Images.of("t").add(Arrays.copyOf(noise, 784), 28, 28, "").side(200));
    figures.forEach(
        (name, figure) -> {
          var data = figure.toMimeBundle().data();
          var size =
              String.valueOf(data.get(MimeBundle.PNG)).length()
                  + String.valueOf(data.getOrDefault(MimeBundle.SVG, "")).length();
          assertTrue(size <= 60_000, () -> name + " takes " + size);
        });
  }

  @Test
  void sizesAndMatricesThatCannotBeAreRefused() {
    assertEquals(
        "Plot.size needs 120 × 90 to 4000 × 4000 CSS pixels, not -5 × 300",
        Drawn.message(() -> Plot.of("").size(-5, 300)));
    assertEquals(
        "Plot.cells needs rows of one length, but 2 and 1 came",
        Drawn.message(() -> Plot.of("").cells(new double[][] {{1, 2}, {3}}, Colors.GREY)));
    assertEquals(
        "Plot.cells needs a matrix with at least one value",
        Drawn.message(() -> Plot.of("").cells(new double[0][0], Colors.GREY)));
    assertEquals(
        "Plot.contour needs rising ranges, but x 1.0 … 1.0, y 0.0 … 1.0 came",
        Drawn.message(() -> Plot.of("").contour((x, y) -> x, 1, 1, 0, 1)));
  }

  private static double[] noise() {
    return IntStream.range(0, 2000).mapToDouble(i -> 1 + Math.sin(i * i * 0.7)).toArray();
  }

  private static boolean rowHas(BufferedImage image, int y, Color color) {
    return IntStream.range(0, image.getWidth())
        .anyMatch(x -> Drawn.near(image.getRGB(x, y), color));
  }
}

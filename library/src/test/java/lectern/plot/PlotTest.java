package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

  static final double[] FALLING =
      IntStream.range(0, 500).mapToDouble(i -> Math.exp(-i / 100.0)).toArray();

  private static final double[] FALLING_LONG =
      IntStream.range(0, 2000).mapToDouble(i -> Math.exp(-i / 400.0)).toArray();

  @Test
  void thePictureHasTwoPixelsPerCssPixel() throws IOException {
    var bundle = Plot.of("loss").line("SGD", FALLING).size(500, 300).toMimeBundle();
    var image = png(bundle);
    assertEquals(1000, image.getWidth());
    assertEquals(600, image.getHeight());
    assertEquals(Map.of("width", 500, "height", 300), bundle.metadata().get(MimeBundle.PNG));
  }

  @Test
  void eachSeriesIsDrawnInItsOwnColour() {
    var image = Plot.of("two").line("a", FALLING).line("b", new double[] {0.2, 0.9, 0.1}).image(1);
    assertTrue(count(image, Colors.series(0)) > 300, "first line");
    assertTrue(count(image, Colors.series(1)) > 3, "second line");
    assertEquals(0, count(image, Colors.series(2)));
  }

  @Test
  void theGroundIsTransparent() {
    assertEquals(0, Plot.of("").line("a", FALLING).image(1).getRGB(2, 2) >>> 24);
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
  void aHistogramCountsEveryFiniteValueOnce() {
    var bars = Histogram.of("h", new double[] {0, 0.1, 0.5, 0.99, 1, Double.NaN}, 2, Color.BLUE);
    assertEquals("h: 2 bars, 2, 3 (highest 3)", bars.describe());
  }

  @Test
  void barsOfOneCategoryStandSideBySide() {
    var image = Plot.of("").bars("a", new double[] {1, 1}).bars("b", new double[] {1, 1}).image(1);
    var a = count(image, Colors.series(0));
    var b = count(image, Colors.series(1));
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
  void aContourKeepsItsFullSizeAndItsPath() throws IOException {
    var bundle =
        Plot.of("Rosenbrock")
            .logContour((x, y) -> Math.pow(1 - x, 2) + 100 * Math.pow(y - x * x, 2), -2, 2, -1, 3)
            .path("way", new double[] {-1.2, 0, 0.5}, new double[] {1, 0, 0.3})
            .toMimeBundle();
    assertEquals(1280, png(bundle).getWidth());
    assertTrue(count(png(bundle), Colors.series(0)) > 300);
    assertTrue(bundle.text().contains("contour over x −2 … 2, y −1 … 3, 10 bands"));
  }

  @Test
  void plotsStandInARow() throws IOException {
    var left = Plot.of("left").line("a", FALLING).size(300, 200);
    var right = Plot.of("right").line("b", FALLING).size(300, 240);
    var bundle = Plot.row(left, right).toMimeBundle();
    assertEquals(2 * 616, png(bundle).getWidth());
    assertEquals(480, png(bundle).getHeight());
    assertTrue(bundle.text().contains("left") && bundle.text().contains("right"));
  }

  @Test
  void picturesAreDrawnPixelByPixelWithTheirCaptions() throws IOException {
    Displayable grid =
        Images.of("dig").add(new double[] {0, 1, 1, 0}, 2, 2, "7").side(40).columns(1);
    var image = png(grid.toMimeBundle());
    assertEquals(2 * 56, image.getWidth());
    assertEquals(Color.BLACK.getRGB(), image.getRGB(30, 76));
    assertEquals(Color.WHITE.getRGB(), image.getRGB(80, 76));
    assertEquals("dig: 1 picture: 7", grid.toMimeBundle().text());
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
    var file = Plot.of("t").line("a", FALLING).save(folder.resolve("t.png"));
    assertEquals(1280, ImageIO.read(Files.newInputStream(file)).getWidth());
  }

  @Test
  void errorsNameTheRuleAndWhatCame() {
    assertEquals(
        "Plot: \"a\" needs as many x as y, but came 2 x and 3 y",
        message(() -> Plot.of("t").line("a", new int[2], new int[3])));
    assertEquals(
        "Plot takes double[], float[], int[], long[], boolean[], a List of numbers or a Tensor, not"
            + " String",
        message(() -> Plot.of("t").line("a", "1, 2, 3")));
    assertEquals(
        "Images.add: 28 × 28 pixels are 784 values, but 3 came",
        message(() -> Images.of("").add(new double[3], 28, 28, "")));
    assertEquals(
        "Plot \"t\" has nothing to draw; add a line, points, bars, cells or a contour",
        assertThrows(IllegalStateException.class, () -> Plot.of("t").image(1)).getMessage());
  }

  @Test
  void theWordsOfAPlotAreTextInItsSvg() {
    var svg =
        svg(
            Plot.of("loss ∇L")
                .line("SGD", FALLING)
                .line("β₁ = 0.9", FALLING)
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
    var svg = svg(Plot.of("").line("", new double[] {1, 2, Double.NaN, 3, Double.NaN, 4, 5}));
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
    assertTrue(svg(Plot.of("").line("loss", List.of())).contains(">no values yet</text>"));
    var nan = new double[] {Double.NaN, Double.NaN};
    assertTrue(svg(Plot.of("").line("loss", nan)).contains(">no finite value</text>"));
    assertTrue(Plot.of("t").line("loss", List.of()).describe().endsWith("loss: no points"));
    assertTrue(Plot.of("t").histogram("h", nan, 5).image(1).getWidth() > 0);
  }

  @Test
  void rowsAndColumnsOfCellsAreCountedFromTheTopLeft() {
    var svg = svg(Plot.of("").cells(new double[3][4], Colors.VIRIDIS));
    assertTrue(texts(svg).containsAll(List.of("0", "1", "2", "3")), svg);
    var large = texts(svg(Plot.of("").cells(new double[197][197], Colors.VIRIDIS)));
    assertTrue(large.containsAll(List.of("0", "20", "180")), large::toString);
  }

  @Test
  void anAttentionMapNamesItsTokensAndBeginsItsColoursAtZero() {
    var weights = new double[][] {{1, 0}, {0.25, 0.75}};
    var plot = Plot.of("head 0").attention(weights, List.of("the", "cat"), List.of("the", "cat"));
    var texts = texts(svg(plot));
    assertEquals(2, texts.stream().filter("cat"::equals).count(), texts::toString);
    assertTrue(texts.containsAll(List.of("query", "key", "0", "1")), texts::toString);
    assertEquals(
        "Plot.attention: weights of 2 × 2 need 2 queries and 2 keys, but 1 and 2 came",
        message(() -> Plot.of("").attention(weights, List.of("the"), List.of("the", "cat"))));
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
    assertTrue(texts(svg(plot)).containsAll(List.of("relu1", "fc2", "75 % zero")));
    assertEquals(
        "Plot.ridges needs at least one group of values",
        message(() -> Plot.of("").ridges(Map.of())));
  }

  @Test
  void theSmoothedCurveIsTheCorrectedAverageAndPassesOverGaps() {
    var plot = Plot.of("").smoothed("s", new double[] {4, Double.NaN, 1}, 0.5);
    // (0.5·4)/0.5 = 4; then (0.25·4 + 0.5·1)/0.75 = 2
    assertTrue(plot.describe().contains("y 2 … 4, last 2"), plot.describe());
  }

  @Test
  void masksHaveAnEdgeAndTheirShareIsSaid() {
    var grid =
        Images.of("")
            .add(new double[16], 4, 4, "square")
            .mask(new boolean[] {true, false, false, false}, 2, 2)
            .side(40);
    var bundle = grid.toMimeBundle();
    assertEquals("1 picture: square (mask over 25 %)", bundle.text());
    var svg = (String) bundle.data().get(MimeBundle.SVG);
    assertTrue(svg.contains("stroke=\"#d55e00\""), svg);
    assertEquals(3, svg.split("<image").length, "a picture and a cover");
    assertEquals(
        "Images.mask lies over a picture; add one before",
        assertThrows(IllegalStateException.class, () -> Images.of("").mask(new double[4], 2, 2))
            .getMessage());
    assertEquals(
        "Images.rgb: 3 × 2 × 2 pixels are 12 values, but 4 came",
        message(() -> Images.of("").rgb(new double[4], 2, 2, "")));
  }

  @Test
  void coloursOfAPictureAreReadFromZeroToOneOrTo255() throws IOException {
    for (var most : new double[] {1, 255}) {
      var red = new double[] {most, most, most, most, 0, 0, 0, 0, 0, 0, 0, 0};
      var image = png(Images.of("").rgb(red, 2, 2, "").side(40).toMimeBundle());
      assertEquals(0xffff0000, image.getRGB(50, 50));
    }
  }

  @Test
  void everyKindOfFigureStaysUnder60000Characters() {
    var noise = noise();
    var matrix = new double[60][60];
    for (int i = 0; i < 3600; i++) {
      matrix[i / 60][i % 60] = noise[i % 2000];
    }
    var figures = new LinkedHashMap<String, Displayable>();
    figures.put("line", Plot.of("t").line("a", FALLING).line("b", noise));
    figures.put("scatter", Plot.of("t").scatter("a", noise, FALLING_LONG));
    figures.put("bars", Plot.of("t").bars("a", noise));
    figures.put("histogram", Plot.of("t").histogram("a", noise, 100));
    figures.put("cells", Plot.of("t").cells(matrix, Colors.VIRIDIS));
    figures.put("written", Plot.of("t").cells(new double[12][12], Colors.SIGNED, "%.2f"));
    figures.put("contour", Plot.of("t").contour((x, y) -> Math.sin(9 * x * y), -2, 2, -2, 2));
    figures.put("ridges", Plot.of("t").ridges(Map.of("a", noise, "b", FALLING)));
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
        message(() -> Plot.of("").size(-5, 300)));
    assertEquals(
        "Plot.cells needs rows of one length, but 2 and 1 came",
        message(() -> Plot.of("").cells(new double[][] {{1, 2}, {3}}, Colors.GREY)));
    assertEquals(
        "Plot.cells needs a matrix with at least one value",
        message(() -> Plot.of("").cells(new double[0][0], Colors.GREY)));
    assertEquals(
        "Plot.contour needs rising ranges, but x 1.0 … 1.0, y 0.0 … 1.0 came",
        message(() -> Plot.of("").contour((x, y) -> x, 1, 1, 0, 1)));
  }

  static String svg(Plot plot) {
    return (String) plot.toMimeBundle().data().get(MimeBundle.SVG);
  }

  static List<String> texts(String svg) {
    return Pattern.compile("<text[^>]*>([^<]*)</text>")
        .matcher(svg)
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }

  static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static double[] noise() {
    return IntStream.range(0, 2000).mapToDouble(i -> 1 + Math.sin(i * i * 0.7)).toArray();
  }

  private static byte[] bytes(MimeBundle bundle) {
    return Base64.getDecoder().decode((String) bundle.data().get(MimeBundle.PNG));
  }

  private static BufferedImage png(MimeBundle bundle) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes(bundle)));
  }

  private static boolean rowHas(BufferedImage image, int y, Color color) {
    return IntStream.range(0, image.getWidth()).anyMatch(x -> near(image.getRGB(x, y), color));
  }

  static int count(BufferedImage image, Color color) {
    int n = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        n += near(image.getRGB(x, y), color) ? 1 : 0;
      }
    }
    return n;
  }

  private static boolean near(int argb, Color c) {
    return argb >>> 24 > 100
        && Math.abs((argb >> 16 & 255) - c.getRed())
                + Math.abs((argb >> 8 & 255) - c.getGreen())
                + Math.abs((argb & 255) - c.getBlue())
            < 30;
  }
}

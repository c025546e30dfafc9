package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  private static final double[] FALLING =
      IntStream.range(0, 500).mapToDouble(i -> Math.exp(-i / 100.0)).toArray();

  @Test
  void thePictureHasTwoPixelsPerCssPixelAndStaysUnder60Kilobytes() throws IOException {
    var bundle =
        Plot.of("loss")
            .line("SGD", FALLING)
            .smoothed("noisy", noise(), 0.9)
            .size(500, 300)
            .toMimeBundle();
    var image = png(bundle);
    assertEquals(1000, image.getWidth());
    assertEquals(600, image.getHeight());
    assertEquals(Map.of("width", 500, "height", 300), bundle.metadata().get(MimeBundle.PNG));
    assertTrue(bytes(bundle).length <= 60_000, () -> bytes(bundle).length + " bytes");
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
  void aLogarithmicAxisLeavesOutWhatItCannotShow() {
    var image = Plot.of("").line("a", new double[] {0, -1, 1, 10, Double.NaN, 100}).logY().image(1);
    assertTrue(count(image, Colors.series(0)) > 20);
    var plot = Plot.of("bad").line("a", new double[] {0, -1}).logY();
    var error = assertThrows(IllegalStateException.class, () -> plot.image(1));
    assertEquals(
        "Plot \"bad\" has no finite value above 0 on its logarithmic axis", error.getMessage());
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
  void ticksAreNamedByStringsNumbersArraysAndLists() {
    var byName = Plot.of("t").bars("a", new int[] {1, 2}).xTicks("0.5", "1").image(1);
    for (var same : List.<Object>of(new double[] {0.5, 1}, List.of("0.5", 1))) {
      var other = Plot.of("t").bars("a", new int[] {1, 2}).xTicks(same).image(1);
      assertArrayEquals(pixels(byName), pixels(other));
    }
    var others = Plot.of("t").bars("a", new int[] {1, 2}).xTicks("0.5", "7").image(1);
    assertFalse(Arrays.equals(pixels(byName), pixels(others)));
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
        Images.of("digits").add(new double[] {0, 1, 1, 0}, 2, 2, "7").side(40).columns(1);
    var image = png(grid.toMimeBundle());
    assertEquals(2 * 56, image.getWidth());
    assertEquals(Color.BLACK.getRGB(), image.getRGB(30, 76));
    assertEquals(Color.WHITE.getRGB(), image.getRGB(80, 76));
    assertEquals("digits: 1 pictures: 7", grid.toMimeBundle().text());
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
        "Plot: \"a\" needs as many x as y and at least one, but came 2 x and 3 y",
        message(() -> Plot.of("t").line("a", new int[2], new int[3])));
    assertEquals(
        "Plot takes double[], float[], int[], long[], a List of numbers or a Tensor, not String",
        message(() -> Plot.of("t").line("a", "1, 2, 3")));
    assertEquals(
        "Images.add: 28 × 28 pixels are 784 values, but 3 came",
        message(() -> Images.of("").add(new double[3], 28, 28, "")));
    assertEquals(
        "Plot \"t\" has nothing to draw; add a line, points, bars, cells or a contour",
        assertThrows(IllegalStateException.class, () -> Plot.of("t").image(1)).getMessage());
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }

  private static int[] pixels(BufferedImage image) {
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

  private static int count(BufferedImage image, Color color) {
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

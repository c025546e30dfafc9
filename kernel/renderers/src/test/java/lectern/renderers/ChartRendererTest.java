package lectern.renderers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import lectern.display.MimeBundle;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.PieChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

class ChartRendererTest {

  @Test
  void aChartIsAPngWithTwiceItsPixelsAndADescription() throws IOException {
    var bundle = new ChartRenderer().render(chart()).orElseThrow();
    var image = ImageIO.read(new ByteArrayInputStream(png(bundle)));
    assertEquals(1280, image.getWidth());
    assertEquals(720, image.getHeight());
    assertEquals(Map.of("width", 640, "height", 360), bundle.metadata().get(MimeBundle.PNG));
    assertEquals("XYChart \"loss\", 640 × 360: SGD, Adam", bundle.text());
    assertTrue(png(bundle).length <= 45_000, () -> png(bundle).length + " bytes");
  }

  @Test
  void chartsOfEveryKindAreShown() {
    var pie = new PieChartBuilder().width(300).height(200).build();
    pie.addSeries("a", 3);
    var bundle = new ChartRenderer().render(pie).orElseThrow();
    assertEquals("PieChart, 300 × 200: a", bundle.text());
    assertTrue(bundle.data().containsKey(MimeBundle.PNG));
  }

  @Test
  void aChartIsCompactSvgWithItsLabelsAsText() {
    var bundle = new ChartRenderer().render(chart()).orElseThrow();
    var svg = (String) bundle.data().get(MimeBundle.SVG);
    for (var text : List.of("loss", "SGD", "Adam")) {
      assertTrue(svg.contains(">" + text + "</text>"), text + " in " + svg);
    }
    assertTrue(svg.length() < 20_000, () -> svg.length() + " characters");
  }

  @Test
  void labelsOfAllKindsOfChartsAreText() {
    var bars = new CategoryChartBuilder().width(400).height(300).title("bars").build();
    bars.addSeries("n", List.of("one", "two"), List.of(1, 2));
    bars.getStyler().setXAxisLabelRotation(45);
    var pie = new PieChartBuilder().width(300).height(200).build();
    pie.addSeries("a", 3);
    pie.addSeries("b", 1);
    assertTrue(svg(bars).contains(">two</text>"), svg(bars));
    assertTrue(svg(pie).contains(">75.0%</text>") || svg(pie).contains(">75%</text>"), svg(pie));
  }

  private static String svg(Object chart) {
    return (String) new ChartRenderer().render(chart).orElseThrow().data().get(MimeBundle.SVG);
  }

  @Test
  void aChartFullOfNoiseStaysSmall() {
    var chart = new XYChartBuilder().width(480).height(300).build();
    var random = new Random(1);
    chart.addSeries("noise", random.doubles(2_000).toArray(), random.doubles(2_000).toArray());
    var bundle = new ChartRenderer().render(chart).orElseThrow();
    assertTrue(png(bundle).length <= 45_000, () -> png(bundle).length + " bytes");
  }

  @Test
  void otherValuesAreLeftToOthers() {
    assertTrue(new ChartRenderer().render("chart").isEmpty());
  }

  private static XYChart chart() {
    var chart = new XYChartBuilder().width(640).height(360).title("loss").build();
    chart.addSeries("SGD", new double[] {0, 1, 2}, new double[] {3, 2, 1.5});
    chart.addSeries("Adam", List.of(0, 1, 2), List.of(3, 1, 0.5));
    return chart;
  }

  private static byte[] png(MimeBundle bundle) {
    return Base64.getDecoder().decode((String) bundle.data().get(MimeBundle.PNG));
  }
}

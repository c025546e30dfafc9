package lectern.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgGraphicsTest {

  @Test
  void segmentsThatFollowOneAnotherBecomeOnePath() throws Exception {
    var svg =
        svg(
            g -> {
              for (int i = 0; i < 100; i++) {
                g.draw(new Line2D.Double(i, i % 2, i + 1, (i + 1) % 2));
              }
            });
    assertEquals(1, count(svg, "path"));
    assertEquals("M0 0l1 1 1-1 1 1", data(svg, 0).substring(0, 16));
    assertEquals(-1, data(svg, 0).indexOf('M', 1));
  }

  @Test
  void segmentsOfOneDirectionBecomeOneSegment() throws Exception {
    var svg =
        svg(
            g -> {
              for (int i = 0; i < 50; i++) {
                g.draw(new Line2D.Double(i, 5, i + 1, 5));
              }
            });
    assertEquals("M0 5h50", data(svg, 0));
  }

  @Test
  void placesAreRoundedToATenthOfAPixelWithoutAddingUp() throws Exception {
    var path = new Path2D.Double();
    path.moveTo(0, 0);
    for (int i = 1; i <= 300; i++) {
      path.lineTo(i / 3.0, i % 2);
    }
    var at = points(data(svg(g -> g.draw(path)), 0));
    assertEquals(301, at.size());
    for (int i = 0; i <= 300; i++) {
      assertEquals(i / 3.0, at.get(i)[0], 0.0501);
      assertEquals(i % 2, at.get(i)[1], 1e-9);
    }
  }

  @Test
  void textIsTextWhereItWasDrawn() throws Exception {
    var svg =
        svg(
            g -> {
              g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
              g.drawString("a < b & ∇L", 10, 20);
            });
    var text = svg.getElementsByTagName("text").item(0);
    assertEquals("a < b & ∇L", text.getTextContent());
    assertEquals("10", text.getAttributes().getNamedItem("x").getNodeValue());
    assertEquals("20", text.getAttributes().getNamedItem("y").getNodeValue());
    var group = text.getParentNode().getAttributes();
    assertEquals("14", group.getNamedItem("font-size").getNodeValue());
    assertEquals("bold", group.getNamedItem("font-weight").getNodeValue());
  }

  @Test
  void outlinesOfTextAreReadBackAsText() throws Exception {
    var all = "Loss: 0.25, x₁ ≠ x¹ · 10⁻³ … \"ij\" é";
    for (var font :
        List.of(
            new Font(Font.SANS_SERIF, Font.PLAIN, 12),
            new Font(Font.SERIF, Font.BOLD, 17),
            new Font(Font.MONOSPACED, Font.PLAIN, 9))) {
      for (var angle : new double[] {0, -90, 45, 90}) {
        var svg =
            svg(
                g -> {
                  g.setFont(font);
                  g.translate(50, 60);
                  var turn = AffineTransform.getRotateInstance(Math.toRadians(angle));
                  g.fill(new TextLayout(all, font, g.getFontRenderContext()).getOutline(turn));
                });
        assertEquals(0, count(svg, "path"), font + " " + angle);
        var text = svg.getElementsByTagName("text").item(0);
        assertEquals(all, text.getTextContent());
        assertEquals("50", text.getAttributes().getNamedItem("x").getNodeValue());
        assertEquals("60", text.getAttributes().getNamedItem("y").getNodeValue());
        var transform = text.getAttributes().getNamedItem("transform");
        assertEquals(
            angle == 0 ? null : "rotate(" + (int) angle + " 50 60)",
            transform == null ? null : transform.getNodeValue());
      }
    }
  }

  @Test
  void otherShapesAreNoText() throws Exception {
    var star = new Path2D.Double();
    star.moveTo(0, 0);
    star.lineTo(10, 3);
    star.lineTo(2, 9);
    star.closePath();
    var svg = svg(g -> g.fill(star));
    assertEquals("M0 0l10 3-8 6z", data(svg, 0));
    assertEquals(0, count(svg, "text"));
  }

  @Test
  void whatLiesOutsideOfTheClipIsLeftOutAndWhatCrossesItIsCut() throws Exception {
    var svg =
        svg(
            g -> {
              g.clip(new Rectangle(10, 10, 30, 30));
              g.fill(new Rectangle2D.Double(12, 12, 5, 5)); // inside
              g.fill(new Rectangle2D.Double(60, 60, 5, 5)); // outside
              g.setColor(Color.RED);
              g.fill(new Rectangle2D.Double(30, 30, 50, 50)); // across
            });
    assertEquals(2, count(svg, "path"));
    assertEquals(2, count(svg, "svg"), "the picture and one clip");
    assertEquals("M30 30h50v50h-50v-50z", data(svg, 1));
    var box = svg.getElementsByTagName("svg").item(1).getAttributes();
    assertEquals("10 10 30 30", box.getNamedItem("viewBox").getNodeValue());
  }

  @Test
  void whatShinesThroughIsPaintedShapeByShape() throws Exception {
    Consumer<Graphics2D> two =
        g -> {
          g.fill(new Ellipse2D.Double(10, 10, 8, 8));
          g.fill(new Ellipse2D.Double(12, 10, 8, 8));
        };
    assertEquals(1, count(svg(two), "path"), "opaque dots share a path");
    var seeThrough =
        svg(
            g -> {
              g.setColor(new Color(255, 0, 0, 128));
              two.accept(g);
            });
    assertEquals(2, count(seeThrough, "path"));
    assertEquals("M14 14h0", data(seeThrough, 0));
  }

  @Test
  void dashesWidthAndColourAreAttributes() {
    var svg =
        Figure.svg(
            100,
            100,
            g -> {
              g.scale(2, 2);
              g.setColor(new Color(0x0077b6));
              g.setStroke(
                  new BasicStroke(
                      1.5f,
                      BasicStroke.CAP_ROUND,
                      BasicStroke.JOIN_ROUND,
                      1,
                      new float[] {3, 2},
                      0));
              g.draw(new Line2D.Double(1, 1, 9, 1));
            });
    assertTrue(
        svg.contains(
            "<g fill=\"none\" stroke=\"#0077b6\" stroke-width=\"3\" stroke-linecap=\"round\""
                + " stroke-linejoin=\"round\" stroke-dasharray=\"6 4\"><path d=\"M2 2h16\"/></g>"),
        svg);
  }

  @Test
  void gradientsAndImagesAreEmbeddedAsPixels() throws Exception {
    var svg =
        svg(
            g -> {
              g.setPaint(new GradientPaint(0, 0, Color.RED, 50, 0, Color.BLUE));
              g.fill(new Rectangle(10, 20, 50, 30));
              g.drawImage(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), 5, 6, 40, 40, null);
            });
    assertEquals(2, count(svg, "image"));
    var gradient = svg.getElementsByTagName("image").item(0).getAttributes();
    assertEquals("50", gradient.getNamedItem("width").getNodeValue());
    assertTrue(gradient.getNamedItem("href").getNodeValue().startsWith("data:image/png;base64,"));
    var image = svg.getElementsByTagName("image").item(1).getAttributes();
    assertEquals("40", image.getNamedItem("height").getNodeValue());
  }

  @Test
  void numbersThatAreNoneBreakALineAndNothingElse() throws Exception {
    var path = new Path2D.Double();
    path.moveTo(0, 0);
    path.lineTo(10, 3);
    path.lineTo(Double.NaN, 5);
    path.lineTo(20, 7);
    path.lineTo(30, Double.POSITIVE_INFINITY);
    path.lineTo(40, 9);
    path.lineTo(1e300, 12);
    assertEquals("M0 0l10 3M20 7M40 9l999960 3", data(svg(g -> g.draw(path)), 0));
  }

  @Test
  void controlCharactersDoNotBreakThePicture() throws Exception {
    var svg = svg(g -> g.drawString("a\u0000b\u001bc\nd", 1, 2));
    assertEquals("abcd", svg.getElementsByTagName("text").item(0).getTextContent());
  }

  @Test
  void spacesInARowStay() {
    var svg = Figure.svg(200, 50, g -> g.drawString("loss 0.19   accuracy 0.94", 5, 20));
    assertTrue(svg.contains("xml:space=\"preserve\">loss 0.19   accuracy 0.94<"), svg);
  }

  private static Document svg(Consumer<Graphics2D> painter) throws Exception {
    var svg = Figure.svg(100, 100, painter);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static int count(Document svg, String tag) {
    return svg.getElementsByTagName(tag).getLength();
  }

  private static String data(Document svg, int index) {
    var path = svg.getElementsByTagName("path").item(index);
    return path.getAttributes().getNamedItem("d").getNodeValue();
  }

  /// The corners of a path of M, l, h and v.
  private static List<double[]> points(String data) {
    var points = new ArrayList<double[]>();
    var parts = Pattern.compile("[Mlhv]|-?(?:\\d+(?:\\.\\d)?|\\.\\d)").matcher(data);
    var command = 'M';
    double x = 0;
    double y = 0;
    while (parts.find()) {
      var part = parts.group();
      if (Character.isLetter(part.charAt(0))) {
        command = part.charAt(0);
        continue;
      }
      var first = Double.parseDouble(part);
      if (command == 'h') {
        x += first;
      } else if (command == 'v') {
        y += first;
      } else {
        assertTrue(parts.find());
        var second = Double.parseDouble(parts.group());
        x = command == 'M' ? first : x + first;
        y = command == 'M' ? second : y + second;
      }
      points.add(new double[] {x, y});
    }
    return points;
  }
}

package lectern.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void aBundleHasSvgPngAndTextInUnder60000Characters() {
    var bundle = Figure.bundle(640, 360, zigzag(1000), "a zigzag");
    assertEquals("a zigzag", bundle.text());
    assertEquals(Map.of("width", 640, "height", 360), bundle.metadata().get(MimeBundle.PNG));
    assertTrue(bundle.data().containsKey(MimeBundle.SVG));
    assertTrue(size(bundle) <= 60_000, () -> size(bundle) + " characters");
  }

  @Test
  void aSketchIsShortSvgOrASmallPng() {
    var few = Png.sketching(() -> Figure.bundle(640, 360, zigzag(100), "few"));
    assertEquals(Set.of(MimeBundle.TEXT, MimeBundle.SVG), few.data().keySet());
    var many = Png.sketching(() -> Figure.bundle(640, 360, zigzag(5000), "many"));
    assertEquals(Set.of(MimeBundle.TEXT, MimeBundle.PNG), many.data().keySet());
    for (var bundle : List.of(few, many)) {
      assertTrue(String.valueOf(bundle.data()).length() <= 14_000, "10 kB, in base64");
    }
  }

  @Test
  void aPictureOfTooManyLinesIsAPngOnly() {
    var bundle = Figure.bundle(640, 360, zigzag(100_000), "noise");
    assertFalse(bundle.data().containsKey(MimeBundle.SVG));
    assertTrue(size(bundle) <= 60_000, () -> size(bundle) + " characters");
  }

  private static Consumer<Graphics2D> zigzag(int n) {
    return g -> {
      var random = new Random(1);
      double x = 320;
      double y = 180;
      for (int i = 0; i < n; i++) {
        var toX = random.nextDouble(640);
        var toY = random.nextDouble(360);
        g.draw(new Line2D.Double(x, y, toX, toY));
        x = toX;
        y = toY;
      }
    };
  }

  private static int size(MimeBundle bundle) {
    var png = (String) bundle.data().get(MimeBundle.PNG);
    assertTrue(Base64.getDecoder().decode(png).length > 0);
    return png.length() + String.valueOf(bundle.data().getOrDefault(MimeBundle.SVG, "")).length();
  }
}

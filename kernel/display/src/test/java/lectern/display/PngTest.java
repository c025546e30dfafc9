package lectern.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {

  @Test
  void aSmallPictureKeepsEveryPixel() throws IOException {
    var image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(3, 4, 0x80123456);
    var read = ImageIO.read(new ByteArrayInputStream(Png.encode(image, 60_000)));
    assertEquals(40, read.getWidth());
    assertEquals(0x80123456, read.getRGB(3, 4));
    assertEquals(0, read.getRGB(0, 0));
  }

  @Test
  void noiseLosesColoursAndResolutionUntilItFits() throws IOException {
    var image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    var random = new Random(1);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 300; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    var bytes = Png.encode(image, 15_000);
    assertTrue(bytes.length <= 15_000, () -> bytes.length + " bytes");
    assertTrue(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth() < 300);
  }

  @Test
  void aChartWithManyShadesOfFewColoursIsIndexedWithoutAVisibleDifference() throws IOException {
    var image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_ARGB);
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    for (int i = 0; i < 40; i++) {
      g.setColor(Color.getHSBColor(i / 40f, 0.8f, 0.7f));
      g.draw(new Line2D.Double(i * 3, 7, 400 - i * 9, 290));
    }
    g.dispose();
    var read = ImageIO.read(new ByteArrayInputStream(png(Png.bundle(image, ""))));
    assertInstanceOf(IndexColorModel.class, read.getColorModel());
    double squares = 0;
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        var d = (image.getRGB(x, y) >>> 24) - (read.getRGB(x, y) >>> 24);
        squares += d * d;
      }
    }
    var alpha = Math.sqrt(squares / 120_000);
    assertTrue(alpha < 3, () -> "alpha differs by " + alpha);
    assertEquals(0, read.getRGB(0, 299));
  }

  @Test
  void aBundleIsShownAtHalfItsPixelsAndSaysWhatItIs() {
    var bundle = Png.bundle(new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB), "a picture");
    assertEquals("a picture", bundle.text());
    assertEquals(Map.of("width", 320, "height", 180), bundle.metadata().get(MimeBundle.PNG));
  }

  private static byte[] png(MimeBundle bundle) {
    return Base64.getDecoder().decode((String) bundle.data().get(MimeBundle.PNG));
  }
}

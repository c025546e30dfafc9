package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lectern.display.MimeBundle;

/// Looks at what was drawn: the pixels, and the words of an SVG.
final class Drawn {

  static final double[] FALLING =
      IntStream.range(0, 500).mapToDouble(i -> Math.exp(-i / 100.0)).toArray();

  private Drawn() {}

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

  static BufferedImage png(MimeBundle bundle) throws IOException {
    var bytes = Base64.getDecoder().decode((String) bundle.data().get(MimeBundle.PNG));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /// How many pixels have about this colour.
  static int count(BufferedImage image, Color color) {
    int n = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        n += near(image.getRGB(x, y), color) ? 1 : 0;
      }
    }
    return n;
  }

  static boolean near(int argb, Color c) {
    return argb >>> 24 > 100
        && Math.abs((argb >> 16 & 255) - c.getRed())
                + Math.abs((argb >> 8 & 255) - c.getGreen())
                + Math.abs((argb & 255) - c.getBlue())
            < 30;
  }

  /// What a refusal says.
  static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}

package lectern.plot;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/// A transparent picture to paint on, with smooth edges and text.
final class Canvas {

  private Canvas() {}

  /// Paints `width × height` CSS pixels at `density` pixels each.
  static BufferedImage draw(int width, int height, double density, Consumer<Graphics2D> painter) {
    var image =
        new BufferedImage(
            (int) Math.round(width * density),
            (int) Math.round(height * density),
            BufferedImage.TYPE_INT_ARGB);
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.scale(density, density);
    painter.accept(g);
    g.dispose();
    return image;
  }
}

package lectern.plot;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/// A part of a picture that is pointed out: pixels above 0.5.
///
/// @param cover the part in a colour that shines through
/// @param edge its outline; the picture is 1 × 1
/// @param color of the edge
/// @param share how much of the picture it is
record Mask(BufferedImage cover, Path2D edge, Color color, double share) {

  private static final int SHINES = 115;

  static Mask of(double[] values, int height, int width, Color color) {
    var cover = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var edge = new Path2D.Double();
    var inside = 0;
    for (int i = 0; i < values.length; i++) {
      var x = i % width;
      var y = i / width;
      if (values[i] > 0.5) {
        inside++;
        cover.setRGB(x, y, Colors.faded(color, SHINES).getRGB());
        if (x == 0 || !(values[i - 1] > 0.5)) {
          line(edge, x, y, x, y + 1, width, height);
        }
        if (x == width - 1 || !(values[i + 1] > 0.5)) {
          line(edge, x + 1, y, x + 1, y + 1, width, height);
        }
        if (y == 0 || !(values[i - width] > 0.5)) {
          line(edge, x, y, x + 1, y, width, height);
        }
        if (y == height - 1 || !(values[i + width] > 0.5)) {
          line(edge, x, y + 1, x + 1, y + 1, width, height);
        }
      }
    }
    return new Mask(cover, edge, color, (double) inside / values.length);
  }

  private static void line(Path2D path, double x0, double y0, double x1, double y1, int w, int h) {
    path.moveTo(x0 / w, y0 / h);
    path.lineTo(x1 / w, y1 / h);
  }
}

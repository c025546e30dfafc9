package lectern.plot;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/// A function of two variables as bands of colour; each band's edge is a level line.
final class Contour implements Layer {

  private final double[][] z;
  private final Bounds bounds;
  private final Scale scale;
  private final int bands;

  /// @param z samples on a regular grid over `bounds`, `z[row][column]`, row 0 at the lowest y
  /// @param bounds where the samples lie
  /// @param scale how values become colours
  /// @param bands number of bands
  Contour(double[][] z, Bounds bounds, Scale scale, int bands) {
    this.z = z;
    this.bounds = bounds;
    this.scale = scale;
    this.bands = bands;
  }

  private static final int COLUMNS = 241;
  private static final int ROWS = 181;

  /// Samples `f` over a box.
  static double[][] sample(DoubleBinaryOperator f, Bounds box) {
    var z = new double[ROWS][COLUMNS];
    for (int i = 0; i < ROWS; i++) {
      var y = box.y0() + (box.y1() - box.y0()) * i / (ROWS - 1);
      for (int j = 0; j < COLUMNS; j++) {
        z[i][j] = f.applyAsDouble(box.x0() + (box.x1() - box.x0()) * j / (COLUMNS - 1), y);
      }
    }
    return z;
  }

  Scale scale() {
    return scale;
  }

  @Override
  public Bounds bounds() {
    return bounds;
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public boolean tight() {
    return true;
  }

  @Override
  public void draw(Graphics2D g, Frame frame) {
    var area = frame.area();
    var w = (int) (area.getWidth() * 2);
    var h = (int) (area.getHeight() * 2);
    var picture = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
    var colors = new int[bands];
    for (int b = 0; b < bands; b++) {
      colors[b] = scale.colors().at((b + 0.5) / bands).getRGB();
    }
    for (int py = 0; py < h; py++) {
      var row = (1 - (py + 0.5) / h) * (z.length - 1);
      for (int px = 0; px < w; px++) {
        var place = scale.place(between(row, (px + 0.5) / w * (z[0].length - 1)));
        if (!Double.isNaN(place)) {
          picture.setRGB(px, py, colors[(int) Math.clamp(place * bands, 0, bands - 1)]);
        }
      }
    }
    var left = frame.screenX(bounds.x0());
    var top = frame.screenY(bounds.y1());
    var place = AffineTransform.getTranslateInstance(left, top);
    place.scale((frame.screenX(bounds.x1()) - left) / w, (frame.screenY(bounds.y0()) - top) / h);
    var clip = g.getClip();
    g.clip(area);
    g.drawImage(picture, place, null);
    g.setClip(clip);
  }

  /// Bilinear interpolation between samples.
  private double between(double row, double column) {
    var i = Math.clamp((int) row, 0, z.length - 2);
    var j = Math.clamp((int) column, 0, z[0].length - 2);
    var u = row - i;
    var v = column - j;
    return (1 - u) * ((1 - v) * z[i][j] + v * z[i][j + 1])
        + u * ((1 - v) * z[i + 1][j] + v * z[i + 1][j + 1]);
  }

  @Override
  public void swatch(Graphics2D g, double left, double middle, double width) {
    // The colour bar explains it.
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "contour over x %s … %s, y %s … %s, %d bands from %s to %s",
        Numbers.text(bounds.x0(), 4),
        Numbers.text(bounds.x1(), 4),
        Numbers.text(bounds.y0(), 4),
        Numbers.text(bounds.y1(), 4),
        bands,
        Numbers.text(scale.low(), 3),
        Numbers.text(scale.high(), 3));
  }

  static Bounds box(double x0, double x1, double y0, double y1) {
    if (!(x0 < x1 && y0 < y1)) {
      throw new IllegalArgumentException(
          "Plot.contour needs rising ranges, but x %s … %s, y %s … %s came"
              .formatted(x0, x1, y0, y1));
    }
    return new Bounds(x0, x1, y0, y1);
  }
}

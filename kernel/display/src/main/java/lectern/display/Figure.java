package lectern.display;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/// A picture that is painted with Java2D, in the forms that a notebook shows: SVG where it is
/// small, and a PNG of twice its size, which is what an untrusted notebook and most converters
/// take.
public final class Figure {

  private static final double DENSITY = 2;

  /// A longer SVG is slower than its pixels, and leaves them no room.
  private static final int SVG_CHARACTERS = 27_000;

  /// What a PNG may have beside an SVG, in bytes. A lesson with twenty figures stays below half a
  /// megabyte.
  private static final int FALLBACK_BYTES = 24_000;

  private Figure() {}

  /// The bundle of a picture: `text/plain`, `image/png` and, unless it is long, `image/svg+xml`.
  /// All together stay under 60,000 characters as a notebook stores them. Beside an SVG the PNG is
  /// for notebooks that are not trusted and for converters, so it may lose colours or pixels. A
  /// sketch ([Png#sketching]) is one of the two, the SVG where it is short: that is also the
  /// faster.
  ///
  /// @param width in CSS pixels
  /// @param height in CSS pixels
  /// @param painter paints the picture; it is called twice
  /// @param text what a terminal and a screen reader get
  public static MimeBundle bundle(
      int width, int height, Consumer<Graphics2D> painter, String text) {
    var limit = Png.isSketching() ? Png.SKETCH_BYTES : SVG_CHARACTERS;
    var out = new SvgWriter(limit);
    painter.accept(new SvgGraphics(out));
    var svg = out.finish(width, height);
    var hasSvg = svg.length() <= limit;
    if (Png.isSketching()) {
      return hasSvg
          ? MimeBundle.text(text).with(MimeBundle.SVG, svg)
          : Png.bundle(image(width, height, DENSITY, painter), text);
    }
    var room = hasSvg ? FALLBACK_BYTES : Png.FIGURE_BYTES;
    var png = Png.figure(image(width, height, DENSITY, painter), room);
    var bundle = MimeBundle.text(text).withPng(png, width, height);
    return hasSvg ? bundle.with(MimeBundle.SVG, svg) : bundle;
  }

  /// Paints on a transparent ground.
  ///
  /// @param width in CSS pixels
  /// @param height in CSS pixels
  /// @param density pixels per CSS pixel
  /// @param painter works in CSS pixels
  public static BufferedImage image(
      int width, int height, double density, Consumer<Graphics2D> painter) {
    var image =
        new BufferedImage(
            (int) Math.round(width * density),
            (int) Math.round(height * density),
            BufferedImage.TYPE_INT_ARGB);
    var g = smooth(image, density);
    painter.accept(g);
    g.dispose();
    return image;
  }

  /// The picture as SVG: paths in steps of 0.1 px, and text as text.
  public static String svg(int width, int height, Consumer<Graphics2D> painter) {
    var out = new SvgWriter(Integer.MAX_VALUE);
    painter.accept(new SvgGraphics(out));
    return out.finish(width, height);
  }

  /// A pen with smooth edges and text.
  static Graphics2D smooth(BufferedImage image, double density) {
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.scale(density, density);
    return g;
  }
}

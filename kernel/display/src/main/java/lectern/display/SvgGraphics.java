package lectern.display;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;

/// Paints SVG: lines and areas as paths, text as text (also text that comes as outlines, see
/// [Glyphs]), what SVG cannot say in short, such as gradients, as an embedded picture.
///
/// Two simplifications: a clip is the box around its shape, and composition is always *source
/// over*.
final class SvgGraphics extends ShapeGraphics {

  private static final double DENSITY = 2;

  private final SvgWriter out;
  private final SequencedSet<Font> fonts;

  SvgGraphics(SvgWriter out) {
    this.out = out;
    fonts = new LinkedHashSet<>();
  }

  private SvgGraphics(SvgGraphics other) {
    super(other);
    out = other.out;
    fonts = other.fonts;
  }

  @Override
  public Graphics create() {
    return new SvgGraphics(this);
  }

  // Shapes

  @Override
  public void draw(Shape shape) {
    if (!(stroke instanceof BasicStroke pen) || !(paint instanceof Color)) {
      fill(stroke.createStrokedShape(shape));
      return;
    }
    var width = SvgStyle.width(pen, scale());
    var style = " fill=\"none\"" + color("stroke") + SvgStyle.pen(pen, scale());
    path(shape, style, width / 2, pen.getDashArray() == null);
  }

  @Override
  public void fill(Shape shape) {
    if (alpha() == 0) {
      return;
    }
    if (shape instanceof Path2D path && writes(path)) {
      return;
    }
    if (!(paint instanceof Color)) {
      picture(shape);
    } else if (shape instanceof Ellipse2D e && e.getWidth() == e.getHeight() && isUniform()) {
      dot(e);
    } else {
      path(shape, color("fill"), 0, false);
    }
  }

  /// Writes a shape as text if it is one in any font that has been set.
  private boolean writes(Path2D shape) {
    var before = font;
    for (var candidate : fonts.reversed()) {
      var text = Glyphs.read(shape, candidate);
      if (text.isPresent()) {
        var own = new AffineTransform(at);
        own.translate(text.get().x(), text.get().y());
        own.rotate(Math.toRadians(text.get().angle()));
        font = candidate;
        text(text.get().text(), own, text.get().width());
        font = before;
        return true;
      }
    }
    return false;
  }

  private void path(Shape shape, String style, double margin, boolean goesOn) {
    if (alpha() == 0 || out.isFull()) {
      return;
    }
    var cut = cut(at.createTransformedShape(shape).getBounds2D(), margin);
    if (cut.isEmpty()) {
      return;
    }
    var box = cut.get().by;
    // What shines through must not share a path with what it overlaps; a line that goes on may.
    var joins = alpha() == 255 || (goesOn && shape instanceof Line2D && out.isOpen(box, style));
    out.path(box, style, joins).append(shape.getPathIterator(at));
  }

  /// A filled circle is a point drawn with a round pen: a third of the characters.
  private void dot(Ellipse2D e) {
    var middle = at.transform(new Point2D.Double(e.getCenterX(), e.getCenterY()), null);
    var width = e.getWidth() * scale();
    var bounds =
        new Rectangle2D.Double(middle.getX() - width / 2, middle.getY() - width / 2, width, width);
    var cut = cut(bounds, 0);
    if (cut.isEmpty()) {
      return;
    }
    var style =
        color("stroke")
            + SvgStyle.attribute("stroke-width", SvgPath.number(width))
            + SvgStyle.attribute("stroke-linecap", "round");
    out.path(cut.get().by, style, alpha() == 255).dot(middle.getX(), middle.getY());
  }

  /// What cuts a shape that is seen: the clip, or null.
  private record Cut(Rectangle2D by) {}

  /// What cuts a shape with these bounds; empty when none of it is seen.
  private Optional<Cut> cut(Rectangle2D bounds, double margin) {
    if (out.isFull()) {
      return Optional.empty();
    }
    if (clip == null) {
      return Optional.of(new Cut(null));
    }
    var x0 = bounds.getMinX() - margin;
    var y0 = bounds.getMinY() - margin;
    var x1 = bounds.getMaxX() + margin;
    var y1 = bounds.getMaxY() + margin;
    if (x0 > clip.getMaxX() || x1 < clip.getMinX() || y0 > clip.getMaxY() || y1 < clip.getMinY()) {
      return Optional.empty();
    }
    var hair = 0.05; // less than what is rounded away
    var inside =
        x0 >= clip.getMinX() - hair
            && x1 <= clip.getMaxX() + hair
            && y0 >= clip.getMinY() - hair
            && y1 <= clip.getMaxY() + hair;
    return Optional.of(new Cut(inside ? null : clip));
  }

  private double scale() {
    return Math.sqrt(Math.abs(at.getDeterminant()));
  }

  private boolean isUniform() {
    return Math.abs(at.getScaleX() - at.getScaleY()) < 1e-9
        && Math.abs(at.getShearX() + at.getShearY()) < 1e-9;
  }

  private int alpha() {
    var own = paint instanceof Color c ? c.getAlpha() : 255;
    return composite instanceof AlphaComposite a ? Math.round(own * a.getAlpha()) : own;
  }

  private String color(String kind) {
    return SvgStyle.color(kind, getColor(), alpha());
  }

  // Text

  @Override
  public void drawString(String text, float x, float y) {
    var own = new AffineTransform(at);
    own.translate(x, y);
    text(text, own, font.getStringBounds(text, Glyphs.CONTEXT).getWidth());
  }

  /// Writes text at the origin of `own`. Its length is given, because a reader's font may be wider.
  private void text(String text, AffineTransform own, double width) {
    if (text.isBlank()
        || cut(new Rectangle2D.Double(own.getTranslateX(), own.getTranslateY(), 0, 0), 0)
            .isEmpty()) {
      return;
    }
    var scale = Math.sqrt(Math.abs(own.getDeterminant()));
    var style = SvgStyle.font(font, scale) + color("fill");
    var x = SvgPath.number(own.getTranslateX());
    var y = SvgPath.number(own.getTranslateY());
    var angle = Math.round(Math.toDegrees(Math.atan2(own.getShearY(), own.getScaleX())));
    var place = SvgStyle.attribute("x", x) + SvgStyle.attribute("y", y);
    var length =
        text.length() > 2 ? SvgStyle.attribute("textLength", SvgPath.number(width * scale)) : "";
    var spaces = text.contains("  ") ? SvgStyle.attribute("xml:space", "preserve") : "";
    var turn =
        angle == 0
            ? ""
            : SvgStyle.attribute("transform", "rotate(" + angle + " " + x + " " + y + ")");
    out.element(
        null,
        style,
        "<text"
            + place
            + length
            + spaces
            + turn
            + ">"
            + Html.escape(SvgStyle.printable(text))
            + "</text>");
  }

  @Override
  public void setFont(Font newFont) {
    if (newFont != null) {
      super.setFont(newFont);
      fonts.addLast(newFont);
    }
  }

  // Pictures

  /// Fills a shape with a gradient or a texture, as pixels.
  private void picture(Shape shape) {
    var bounds = at.createTransformedShape(shape).getBounds2D();
    var seen = clip == null ? bounds : bounds.createIntersection(clip);
    if (!(seen.getWidth() > 0 && seen.getHeight() > 0)) {
      return;
    }
    var w = (int) Math.ceil(seen.getWidth() * DENSITY);
    var h = (int) Math.ceil(seen.getHeight() * DENSITY);
    var image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
    var g = Figure.smooth(image, DENSITY);
    g.translate(-seen.getX(), -seen.getY());
    g.transform(at);
    g.setPaint(paint);
    g.setComposite(composite);
    g.fill(shape);
    g.dispose();
    var place = AffineTransform.getTranslateInstance(seen.getX(), seen.getY());
    place.scale(1 / DENSITY, 1 / DENSITY);
    embed(image, place, false);
  }

  /// Embeds pixels; `place` says where its pixels lie in the picture.
  private void embed(BufferedImage image, AffineTransform place, boolean isBlocky) {
    var bounds =
        place
            .createTransformedShape(new Rectangle(image.getWidth(), image.getHeight()))
            .getBounds2D();
    var cut = cut(bounds, 0);
    if (cut.isEmpty()) {
      return;
    }
    var isUpright = place.getShearX() == 0 && place.getShearY() == 0 && place.getScaleX() > 0;
    var element = new StringBuilder("<image");
    if (isUpright && place.getScaleY() > 0) {
      element
          .append(SvgStyle.attribute("x", SvgPath.number(bounds.getX())))
          .append(SvgStyle.attribute("y", SvgPath.number(bounds.getY())))
          .append(SvgStyle.attribute("width", SvgPath.number(bounds.getWidth())))
          .append(SvgStyle.attribute("height", SvgPath.number(bounds.getHeight())))
          .append(SvgStyle.attribute("preserveAspectRatio", "none"));
    } else {
      var m = new double[6];
      place.getMatrix(m);
      element
          .append(SvgStyle.attribute("width", "" + image.getWidth()))
          .append(SvgStyle.attribute("height", "" + image.getHeight()))
          .append(
              SvgStyle.attribute(
                  "transform",
                  String.format(
                      Locale.ROOT,
                      "matrix(%.4g %.4g %.4g %.4g %.1f %.1f)",
                      m[0],
                      m[1],
                      m[2],
                      m[3],
                      m[4],
                      m[5])));
    }
    element.append(isBlocky ? SvgStyle.attribute("style", "image-rendering:pixelated") : "");
    var png = Base64.getEncoder().encodeToString(Png.figure(image, Png.FIGURE_BYTES));
    element.append(SvgStyle.attribute("href", "data:image/png;base64," + png)).append("/>");
    out.element(cut.get().by, "", element.toString());
  }

  @Override
  public boolean drawImage(Image image, AffineTransform placed, ImageObserver observer) {
    if (image == null || image.getWidth(null) < 1 || image.getHeight(null) < 1) {
      return true;
    }
    var place = new AffineTransform(at);
    place.concatenate(placed == null ? new AffineTransform() : placed);
    var isBlocky =
        getRenderingHint(RenderingHints.KEY_INTERPOLATION)
            == RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR;
    embed(Pictures.buffered(image), place, isBlocky);
    return true;
  }
}

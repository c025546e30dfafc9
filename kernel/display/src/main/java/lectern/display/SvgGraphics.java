package lectern.display;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Paints SVG: lines and areas as paths, text as text (also text that comes as outlines, see
/// [Glyphs]), what SVG cannot say in short, such as gradients, as an embedded picture.
///
/// Two simplifications: a clip is the box around its shape, and composition is always *source
/// over*.
final class SvgGraphics extends Graphics2D {

  private static final double DENSITY = 2;

  private final SvgWriter out;
  private final SequencedSet<Font> fonts;
  private AffineTransform at = new AffineTransform();
  private Rectangle2D clip; // in pixels of the picture
  private Paint paint = Color.BLACK;
  private Color background = Color.WHITE;
  private Stroke stroke = new BasicStroke();
  private Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private Composite composite = AlphaComposite.SrcOver;
  private RenderingHints hints = new RenderingHints(Map.of());

  SvgGraphics(SvgWriter out) {
    this.out = out;
    fonts = new LinkedHashSet<>();
  }

  private SvgGraphics(SvgGraphics other) {
    out = other.out;
    fonts = other.fonts;
    at = new AffineTransform(other.at);
    clip = other.clip;
    paint = other.paint;
    background = other.background;
    stroke = other.stroke;
    font = other.font;
    composite = other.composite;
    hints = (RenderingHints) other.hints.clone();
  }

  // Shapes

  @Override
  public void draw(Shape shape) {
    if (!(stroke instanceof BasicStroke pen) || !(paint instanceof Color)) {
      fill(stroke.createStrokedShape(shape));
      return;
    }
    var width = Math.max(pen.getLineWidth() * scale(), 0.1);
    var style = new StringBuilder(" fill=\"none\"").append(color("stroke"));
    if (Math.abs(width - 1) > 0.04) {
      style.append(attribute("stroke-width", SvgPath.number(width)));
    }
    if (pen.getEndCap() != BasicStroke.CAP_BUTT) {
      var round = pen.getEndCap() == BasicStroke.CAP_ROUND;
      style.append(attribute("stroke-linecap", round ? "round" : "square"));
    }
    if (pen.getLineJoin() != BasicStroke.JOIN_MITER) {
      var round = pen.getLineJoin() == BasicStroke.JOIN_ROUND;
      style.append(attribute("stroke-linejoin", round ? "round" : "bevel"));
    }
    if (pen.getDashArray() != null) {
      var dashes = new StringBuilder();
      for (var dash : pen.getDashArray()) {
        dashes.append(dashes.isEmpty() ? "" : " ").append(SvgPath.number(dash * scale()));
      }
      style.append(attribute("stroke-dasharray", dashes.toString()));
    }
    path(shape, style.toString(), width / 2, pen.getDashArray() == null);
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
            + attribute("stroke-width", SvgPath.number(width))
            + attribute("stroke-linecap", "round");
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
    var rgb = getColor().getRGB() & 0xffffff;
    var isShort = (rgb >> 4 & 0x0f0f0f) == (rgb & 0x0f0f0f);
    var hex =
        isShort
            ? "#%x%x%x".formatted(rgb >> 16 & 15, rgb >> 8 & 15, rgb & 15)
            : "#%06x".formatted(rgb);
    var opacity =
        alpha() == 255
            ? ""
            : attribute(
                kind + "-opacity",
                String.format(Locale.ROOT, "%.2f", alpha() / 255.0).replaceFirst("^0|0$", ""));
    return attribute(kind, hex) + opacity;
  }

  private static String attribute(String name, String value) {
    return " " + name + "=\"" + value + "\"";
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
    var style =
        (family().equals(SvgWriter.SANS) ? "" : attribute("font-family", family()))
            + attribute("font-size", SvgPath.number(font.getSize2D() * scale))
            + (font.isBold() ? attribute("font-weight", "bold") : "")
            + (font.isItalic() ? attribute("font-style", "italic") : "")
            + color("fill");
    var x = SvgPath.number(own.getTranslateX());
    var y = SvgPath.number(own.getTranslateY());
    var angle = Math.round(Math.toDegrees(Math.atan2(own.getShearY(), own.getScaleX())));
    var place = attribute("x", x) + attribute("y", y);
    var length = text.length() > 2 ? attribute("textLength", SvgPath.number(width * scale)) : "";
    var turn =
        angle == 0 ? "" : attribute("transform", "rotate(" + angle + " " + x + " " + y + ")");
    out.element(
        null,
        style,
        "<text" + place + length + turn + ">" + Html.escape(printable(text)) + "</text>");
  }

  /// Java's logical fonts by the names of fonts as wide as those that Java takes on Linux.
  private String family() {
    return switch (font.getFamily(Locale.ROOT)) {
      case Font.SANS_SERIF, Font.DIALOG -> SvgWriter.SANS;
      case Font.SERIF -> "DejaVu Serif,Georgia,serif";
      case Font.MONOSPACED, Font.DIALOG_INPUT -> "DejaVu Sans Mono,Menlo,monospace";
      default -> Html.escape(font.getFamily(Locale.ROOT)) + ",sans-serif";
    };
  }

  /// XML has no place for most control characters.
  private static String printable(String text) {
    return text.codePoints()
        .filter(c -> c >= 0x20 && c != 0x7f && Character.getType(c) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawString(AttributedCharacterIterator text, float x, float y) {
    new TextLayout(text, Glyphs.CONTEXT).draw(this, x, y);
  }

  @Override
  public void drawString(AttributedCharacterIterator text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    translate(x, y);
    fill(glyphs.getOutline());
    translate(-x, -y);
  }

  @Override
  public void setFont(Font newFont) {
    if (newFont != null) {
      font = newFont;
      fonts.addLast(newFont);
    }
  }

  @Override
  public Font getFont() {
    return font;
  }

  @Override
  public FontMetrics getFontMetrics(Font f) {
    return scratch(1, 1).getFontMetrics(f);
  }

  @Override
  public FontRenderContext getFontRenderContext() {
    return Glyphs.CONTEXT;
  }

  // Pictures

  private static Graphics2D scratch(int width, int height) {
    return Figure.smooth(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), 1);
  }

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
          .append(attribute("x", SvgPath.number(bounds.getX())))
          .append(attribute("y", SvgPath.number(bounds.getY())))
          .append(attribute("width", SvgPath.number(bounds.getWidth())))
          .append(attribute("height", SvgPath.number(bounds.getHeight())))
          .append(attribute("preserveAspectRatio", "none"));
    } else {
      var m = new double[6];
      place.getMatrix(m);
      element
          .append(attribute("width", "" + image.getWidth()))
          .append(attribute("height", "" + image.getHeight()))
          .append(
              attribute(
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
    element.append(isBlocky ? attribute("style", "image-rendering:pixelated") : "");
    var png = Base64.getEncoder().encodeToString(Png.figure(image, Png.FIGURE_BYTES));
    element.append(attribute("href", "data:image/png;base64," + png)).append("/>");
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
        hints.get(RenderingHints.KEY_INTERPOLATION)
            == RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR;
    embed(Pictures.buffered(image), place, isBlocky);
    return true;
  }

  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    return drawImage(image, AffineTransform.getTranslateInstance(x, y), observer);
  }

  @Override
  public boolean drawImage(Image image, int x, int y, int w, int h, ImageObserver observer) {
    var place = AffineTransform.getTranslateInstance(x, y);
    place.scale((double) w / image.getWidth(null), (double) h / image.getHeight(null));
    return drawImage(image, place, observer);
  }

  @Override
  public boolean drawImage(Image image, int x, int y, Color ground, ImageObserver observer) {
    return drawImage(image, x, y, observer);
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int w, int h, Color ground, ImageObserver observer) {
    return drawImage(image, x, y, w, h, observer);
  }

  @Override
  public boolean drawImage(
      Image image,
      int dx1,
      int dy1,
      int dx2,
      int dy2,
      int sx1,
      int sy1,
      int sx2,
      int sy2,
      ImageObserver observer) {
    var part =
        Pictures.buffered(image)
            .getSubimage(
                Math.min(sx1, sx2), Math.min(sy1, sy2), Math.abs(sx2 - sx1), Math.abs(sy2 - sy1));
    return drawImage(part, dx1, dy1, dx2 - dx1, dy2 - dy1, observer);
  }

  @Override
  public boolean drawImage(
      Image image,
      int dx1,
      int dy1,
      int dx2,
      int dy2,
      int sx1,
      int sy1,
      int sx2,
      int sy2,
      Color ground,
      ImageObserver observer) {
    return drawImage(image, dx1, dy1, dx2, dy2, sx1, sy1, sx2, sy2, observer);
  }

  @Override
  public void drawImage(BufferedImage image, BufferedImageOp filter, int x, int y) {
    drawImage(filter == null ? image : filter.filter(image, null), x, y, null);
  }

  @Override
  public void drawRenderedImage(RenderedImage image, AffineTransform place) {
    var copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    var g = copy.createGraphics();
    g.drawRenderedImage(image, null);
    g.dispose();
    drawImage(copy, place, null);
  }

  @Override
  public void drawRenderableImage(RenderableImage image, AffineTransform place) {
    drawRenderedImage(image.createDefaultRendering(), place);
  }

  // What Graphics has beside that, as shapes

  @Override
  public void drawLine(int x1, int y1, int x2, int y2) {
    draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void fillRect(int x, int y, int w, int h) {
    fill(new Rectangle2D.Double(x, y, w, h));
  }

  @Override
  public void clearRect(int x, int y, int w, int h) {
    var old = paint;
    paint = background;
    fillRect(x, y, w, h);
    paint = old;
  }

  @Override
  public void drawRoundRect(int x, int y, int w, int h, int arcWidth, int arcHeight) {
    draw(new RoundRectangle2D.Double(x, y, w, h, arcWidth, arcHeight));
  }

  @Override
  public void fillRoundRect(int x, int y, int w, int h, int arcWidth, int arcHeight) {
    fill(new RoundRectangle2D.Double(x, y, w, h, arcWidth, arcHeight));
  }

  @Override
  public void drawOval(int x, int y, int w, int h) {
    draw(new Ellipse2D.Double(x, y, w, h));
  }

  @Override
  public void fillOval(int x, int y, int w, int h) {
    fill(new Ellipse2D.Double(x, y, w, h));
  }

  @Override
  public void drawArc(int x, int y, int w, int h, int from, int by) {
    draw(new Arc2D.Double(x, y, w, h, from, by, Arc2D.OPEN));
  }

  @Override
  public void fillArc(int x, int y, int w, int h, int from, int by) {
    fill(new Arc2D.Double(x, y, w, h, from, by, Arc2D.PIE));
  }

  @Override
  public void drawPolyline(int[] xs, int[] ys, int n) {
    for (int i = 1; i < n; i++) {
      drawLine(xs[i - 1], ys[i - 1], xs[i], ys[i]);
    }
  }

  @Override
  public void drawPolygon(int[] xs, int[] ys, int n) {
    draw(new java.awt.Polygon(xs, ys, n));
  }

  @Override
  public void fillPolygon(int[] xs, int[] ys, int n) {
    fill(new java.awt.Polygon(xs, ys, n));
  }

  @Override
  public void copyArea(int x, int y, int w, int h, int dx, int dy) {
    throw new UnsupportedOperationException("SVG has no pixels to copy");
  }

  // State

  @Override
  public Graphics create() {
    return new SvgGraphics(this);
  }

  @Override
  public void dispose() {
    // Nothing is held.
  }

  @Override
  public Color getColor() {
    return paint instanceof Color c ? c : Color.BLACK;
  }

  @Override
  public void setColor(Color c) {
    setPaint(c);
  }

  @Override
  public Paint getPaint() {
    return paint;
  }

  @Override
  public void setPaint(Paint newPaint) {
    paint = newPaint == null ? paint : newPaint;
  }

  @Override
  public Color getBackground() {
    return background;
  }

  @Override
  public void setBackground(Color color) {
    background = color;
  }

  @Override
  public Stroke getStroke() {
    return stroke;
  }

  @Override
  public void setStroke(Stroke newStroke) {
    stroke = newStroke;
  }

  @Override
  public Composite getComposite() {
    return composite;
  }

  @Override
  public void setComposite(Composite newComposite) {
    composite = newComposite;
  }

  @Override
  public void setPaintMode() {
    composite = AlphaComposite.SrcOver;
  }

  @Override
  public void setXORMode(Color color) {
    throw new UnsupportedOperationException("SVG has no pixels to combine with");
  }

  @Override
  public Shape getClip() {
    try {
      return clip == null ? null : at.createInverse().createTransformedShape(clip).getBounds2D();
    } catch (java.awt.geom.NoninvertibleTransformException e) {
      return new Rectangle();
    }
  }

  @Override
  public Rectangle getClipBounds() {
    var shape = getClip();
    return shape == null ? null : shape.getBounds();
  }

  @Override
  public void setClip(Shape shape) {
    clip = shape == null ? null : at.createTransformedShape(shape).getBounds2D();
  }

  @Override
  public void setClip(int x, int y, int w, int h) {
    setClip(new Rectangle(x, y, w, h));
  }

  @Override
  public void clip(Shape shape) {
    var old = clip;
    setClip(shape);
    clip = old == null || clip == null ? clip : old.createIntersection(clip);
  }

  @Override
  public void clipRect(int x, int y, int w, int h) {
    clip(new Rectangle(x, y, w, h));
  }

  @Override
  public AffineTransform getTransform() {
    return new AffineTransform(at);
  }

  @Override
  public void setTransform(AffineTransform to) {
    at = new AffineTransform(to);
  }

  @Override
  public void transform(AffineTransform by) {
    at.concatenate(by);
  }

  @Override
  public void translate(double x, double y) {
    at.translate(x, y);
  }

  @Override
  public void translate(int x, int y) {
    at.translate(x, y);
  }

  @Override
  public void rotate(double angle) {
    at.rotate(angle);
  }

  @Override
  public void rotate(double angle, double x, double y) {
    at.rotate(angle, x, y);
  }

  @Override
  public void scale(double x, double y) {
    at.scale(x, y);
  }

  @Override
  public void shear(double x, double y) {
    at.shear(x, y);
  }

  @Override
  public boolean hit(Rectangle area, Shape shape, boolean onStroke) {
    var outline = onStroke ? stroke.createStrokedShape(shape) : shape;
    return at.createTransformedShape(outline).intersects(area);
  }

  @Override
  public GraphicsConfiguration getDeviceConfiguration() {
    return scratch(1, 1).getDeviceConfiguration();
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, Object value) {
    hints.put(key, value);
  }

  @Override
  public Object getRenderingHint(RenderingHints.Key key) {
    return hints.get(key);
  }

  @Override
  public void setRenderingHints(Map<?, ?> newHints) {
    hints = new RenderingHints(Map.of());
    hints.putAll(newHints);
  }

  @Override
  public void addRenderingHints(Map<?, ?> more) {
    hints.putAll(more);
  }

  @Override
  public RenderingHints getRenderingHints() {
    return (RenderingHints) hints.clone();
  }
}

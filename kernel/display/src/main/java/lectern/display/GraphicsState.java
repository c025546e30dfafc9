package lectern.display;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Map;

/// The state of a pen that paints no pixels: where it stands, what cuts it, its colour, stroke and
/// font. A clip is the box around its shape.
abstract class GraphicsState extends Graphics2D {

  AffineTransform at = new AffineTransform();
  Rectangle2D clip; // in pixels of the picture
  Paint paint = Color.BLACK;
  Stroke stroke = new BasicStroke();
  Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  Composite composite = AlphaComposite.SrcOver;
  private Color background = Color.WHITE;
  private RenderingHints hints = new RenderingHints(Map.of());

  GraphicsState() {}

  GraphicsState(GraphicsState other) {
    at = new AffineTransform(other.at);
    clip = other.clip;
    paint = other.paint;
    background = other.background;
    stroke = other.stroke;
    font = other.font;
    composite = other.composite;
    hints = (RenderingHints) other.hints.clone();
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

  @Override
  public void setFont(Font newFont) {
    font = newFont == null ? font : newFont;
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

  private static Graphics2D scratch(int width, int height) {
    return Figure.smooth(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), 1);
  }
}

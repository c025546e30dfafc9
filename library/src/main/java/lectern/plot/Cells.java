package lectern.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;

/// A matrix as coloured cells; its first row is at the top, as on paper.
final class Cells implements Layer {

  private static final int BOXES = 400;

  private final double[][] values;
  private final Scale scale;
  private final String format;

  /// @param values R rows of C values; NaN leaves a hole
  /// @param scale how values become colours
  /// @param format how values are written into cells (as in [String#format]); empty writes none
  Cells(double[][] values, Scale scale, String format) {
    this.values = values;
    this.scale = scale;
    this.format = format;
  }

  Scale scale() {
    return scale;
  }

  int rows() {
    return values.length;
  }

  int columns() {
    return values[0].length;
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public Bounds bounds() {
    return new Bounds(-0.5, columns() - 0.5, -0.5, rows() - 0.5);
  }

  @Override
  public boolean tight() {
    return true;
  }

  @Override
  public void draw(Graphics2D g, Frame frame) {
    var clip = g.getClip();
    g.clip(frame.area());
    fill(g, frame);
    if (!format.isEmpty()) {
      write(g, frame);
    }
    g.setClip(clip);
  }

  private Rectangle2D cell(Frame frame, int row, int column) {
    var y = rows() - 1 - row;
    var x0 = frame.screenX(column - 0.5);
    var y0 = frame.screenY(y + 0.5);
    return new Rectangle2D.Double(
        x0, y0, frame.screenX(column + 0.5) - x0, frame.screenY(y - 0.5) - y0);
  }

  /// Few cells are boxes with a thin gap; many are the pixels of one picture.
  private void fill(Graphics2D g, Frame frame) {
    if (rows() * columns() > BOXES) {
      pixels(g, frame);
      return;
    }
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        var cell = cell(frame, i, j);
        var gap = Math.min(cell.getWidth(), cell.getHeight()) > 14 ? 0.5 : -0.05;
        g.setColor(scale.at(values[i][j]));
        g.fill(
            new Rectangle2D.Double(
                cell.getX() + gap,
                cell.getY() + gap,
                cell.getWidth() - 2 * gap,
                cell.getHeight() - 2 * gap));
      }
    }
  }

  private void pixels(Graphics2D g, Frame frame) {
    var image = new BufferedImage(columns(), rows(), BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        image.setRGB(j, i, scale.at(values[i][j]).getRGB());
      }
    }
    var area = frame.area();
    var box = cell(frame, 0, 0);
    box.add(cell(frame, rows() - 1, columns() - 1));
    var isFine = columns() > area.getWidth() || rows() > area.getHeight();
    var old = g.getRenderingHints();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        isFine
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    var place = AffineTransform.getTranslateInstance(box.getX(), box.getY());
    place.scale(box.getWidth() / columns(), box.getHeight() / rows());
    g.drawImage(image, place, null);
    g.setRenderingHints(old);
  }

  private void write(Graphics2D g, Frame frame) {
    var room = cell(frame, 0, 0);
    var size = (float) Math.clamp(room.getHeight() * 0.42, 7, 13);
    var font = Frame.TEXT.deriveFont(Font.PLAIN, size);
    g.setFont(font);
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        var text = text(values[i][j]);
        var cell = cell(frame, i, j);
        var width = Header.width(text, font);
        if (width > cell.getWidth() - 2) {
          continue;
        }
        g.setColor(Colors.textOn(scale.at(values[i][j])));
        g.drawString(
            text,
            (float) (cell.getCenterX() - width / 2),
            (float) (cell.getCenterY() + size * 0.36));
      }
    }
  }

  private String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return format.contains("d")
        ? String.format(Locale.ROOT, format, Math.round(value))
        : String.format(Locale.ROOT, format, value);
  }

  @Override
  public void swatch(Graphics2D g, double left, double middle, double width) {
    // The colour bar explains it.
  }

  @Override
  public String describe() {
    var low = Double.POSITIVE_INFINITY;
    var lowAt = new int[2];
    var high = Double.NEGATIVE_INFINITY;
    var highAt = new int[2];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        if (values[i][j] < low) {
          low = values[i][j];
          lowAt = new int[] {i, j};
        }
        if (values[i][j] > high) {
          high = values[i][j];
          highAt = new int[] {i, j};
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%d × %d cells, lowest %s in row %d, column %d, highest %s in row %d, column %d",
        rows(),
        columns(),
        Numbers.text(low, 4),
        lowAt[0],
        lowAt[1],
        Numbers.text(high, 4),
        highAt[0],
        highAt[1]);
  }
}

package lectern.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Optional;

/// A matrix as coloured cells; its first row is at the top, as on paper.
final class Cells implements Layer {

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
  public void draw(Frame frame, boolean logX, boolean logY) {
    frame.getStyler().setPlotGridLinesVisible(false);
    frame.below(g -> fill(g, frame));
    if (!format.isEmpty()) {
      frame.above(g -> write(g, frame));
    }
  }

  private Rectangle2D cell(Frame frame, int row, int column) {
    var y = rows() - 1 - row;
    var x0 = frame.screenX(column - 0.5);
    var y0 = frame.screenY(y + 0.5);
    return new Rectangle2D.Double(
        x0, y0, frame.screenX(column + 0.5) - x0, frame.screenY(y - 0.5) - y0);
  }

  private void fill(Graphics2D g, Frame frame) {
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

  private void write(Graphics2D g, Frame frame) {
    var room = cell(frame, 0, 0);
    var size = (float) Math.clamp(room.getHeight() * 0.42, 7, 13);
    var font = Frame.TEXT.deriveFont(Font.PLAIN, size);
    g.setFont(font);
    var metrics = g.getFontMetrics();
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        var text = text(values[i][j]);
        var cell = cell(frame, i, j);
        var width = metrics.getStringBounds(text, g).getWidth();
        if (width > cell.getWidth() - 2) {
          continue;
        }
        g.setColor(Colors.textOn(scale.at(values[i][j])));
        g.drawString(
            text,
            (float) (cell.getCenterX() - width / 2),
            (float) (cell.getCenterY() + metrics.getAscent() * 0.36));
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

package lectern.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/// Title and legend above a chart: where they cover no data, on one baseline, in as many lines as
/// they need.
final class Header {

  private static final Font TITLE = Frame.TEXT.deriveFont(Font.BOLD, 13.5f);
  private static final int LEFT = 10;
  private static final int SWATCH = 20;
  private static final int LINE = 20;

  private record Entry(Layer layer, String name, double x, int line) {}

  private final String title;
  private final List<Entry> entries = new ArrayList<>();
  private final int lines;

  Header(String title, List<Layer> layers, int width) {
    this.title = title;
    var context = new FontRenderContext(null, true, true);
    double x = LEFT;
    int line = 0;
    for (var layer : layers) {
      if (layer.name().isEmpty()) {
        continue;
      }
      var name = layer.name().get();
      var length = SWATCH + 6 + Frame.TEXT.getStringBounds(name, context).getWidth() + 18;
      if (x > LEFT && x + length > width) {
        x = LEFT;
        line++;
      }
      entries.add(new Entry(layer, name, x, line));
      x += length;
    }
    lines = entries.isEmpty() ? 0 : line + 1;
  }

  int height() {
    return 6 + (title.isEmpty() ? 0 : 22) + lines * LINE + (lines > 0 ? 4 : 0);
  }

  void paint(Graphics2D g) {
    g.setColor(Frame.INK);
    double y = 6;
    if (!title.isEmpty()) {
      g.setFont(TITLE);
      g.drawString(title, LEFT, 20);
      y += 22;
    }
    for (var e : entries) {
      var middle = y + e.line * LINE + LINE / 2.0;
      e.layer.swatch(g, e.x, middle, SWATCH);
      g.setFont(Frame.TEXT);
      g.setColor(Frame.INK);
      g.drawString(e.name, (float) (e.x + SWATCH + 6), (float) (middle + 4.5));
    }
  }
}

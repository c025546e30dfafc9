package lectern.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/// Title and legend above a chart: where they cover no data, on one baseline, in as many lines as
/// they need, up to four. What does not fit ends in an ellipsis or is counted.
final class Header {

  static final Font TITLE = Frame.TEXT.deriveFont(Font.BOLD, 13.5f);
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
  private static final int LEFT = 10;
  private static final int SWATCH = 20;
  private static final int GAP = 18;
  private static final int LINE = 20;
  private static final int LINES = 4;

  private record Entry(Layer layer, String name, double x, int line) {}

  private final String title;
  private final List<Entry> entries = new ArrayList<>();
  private final int lines;

  Header(String title, List<Layer> layers, int width) {
    this.title = fit(title, TITLE, width - 2 * LEFT);
    var named = layers.stream().filter(l -> l.name().isPresent()).toList();
    var more = length("… and %d more".formatted(named.size()));
    double x = LEFT;
    int line = 0;
    for (int i = 0; i < named.size(); i++) {
      var name = fit(named.get(i).name().get(), Frame.TEXT, width - 2 * LEFT - SWATCH - 6);
      var length = SWATCH + 6 + length(name) + GAP;
      var room = line == LINES - 1 && i < named.size() - 1 ? width - more : width + GAP;
      if (x > LEFT && x + length > room) {
        if (line == LINES - 1) {
          entries.add(new Entry(null, "… and " + (named.size() - i) + " more", x, line));
          break;
        }
        x = LEFT;
        line++;
      }
      entries.add(new Entry(named.get(i), name, x, line));
      x += length;
    }
    lines = entries.isEmpty() ? 0 : line + 1;
  }

  private static double length(String text) {
    return width(text, Frame.TEXT);
  }

  /// The width of a text in CSS pixels.
  static double width(String text, Font font) {
    return font.getStringBounds(text, CONTEXT).getWidth();
  }

  /// A text that is no wider than `room`; the end of a longer one becomes an ellipsis.
  static String fit(String text, Font font, double room) {
    if (width(text, font) <= room) {
      return text;
    }
    int end = Math.min(text.length(), 1000);
    while (end > 1 && width(text.substring(0, end) + "…", font) > room) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).strip() + "…";
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
      if (e.layer != null) {
        e.layer.swatch(g, e.x, middle, SWATCH);
      }
      g.setFont(Frame.TEXT);
      g.setColor(Frame.INK);
      var left = e.x + (e.layer == null ? 0 : SWATCH + 6);
      g.drawString(e.name, (float) left, (float) (middle + 4.5));
    }
  }
}

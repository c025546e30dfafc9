package lectern.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.display.Png;

/// Small pictures in a grid, each with a caption: digits, filters, masks.
///
/// ```java
/// var wrong = Images.of("wrong digits");
/// wrong.add(pixels, 28, 28, "7 → 1");
/// ```
public final class Images implements Displayable {

  private static final int GAP = 8;
  private static final int CAPTION = 18;
  private static final int TITLE = 28;

  private record Tile(BufferedImage image, String caption) {}

  private final String title;
  private final List<Tile> tiles = new ArrayList<>();
  private int columns = 10;
  private int side = 56;

  private Images(String title) {
    this.title = title;
  }

  /// An empty grid; an empty title draws none.
  public static Images of(String title) {
    return new Images(title);
  }

  /// Adds a grey picture; its lowest value is drawn black and its highest white.
  ///
  /// @param pixels H·W values, row by row
  public Images add(Object pixels, int height, int width, String caption) {
    return add(pixels, height, width, caption, Colors.GREY);
  }

  /// Adds a picture in the colours of its values, from lowest to highest; [Colors#SIGNED] is
  /// centred on zero.
  ///
  /// @param pixels H·W values, row by row
  public Images add(Object pixels, int height, int width, String caption, Colors colors) {
    var values = Numbers.of(pixels);
    if (values.length != height * width || values.length == 0) {
      throw new IllegalArgumentException(
          "Images.add: %d × %d pixels are %d values, but %d came"
              .formatted(height, width, height * width, values.length));
    }
    var scale = Scale.over(new double[][] {values}, colors, false);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < values.length; i++) {
      image.setRGB(i % width, i / width, scale.at(values[i]).getRGB());
    }
    tiles.add(new Tile(image, caption));
    return this;
  }

  /// Pictures per row; 10 unless said.
  public Images columns(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("Images.columns needs at least 1, not " + columns);
    }
    this.columns = columns;
    return this;
  }

  /// The longer side of a picture on the page, in CSS pixels; 56 unless said.
  public Images side(int side) {
    if (side < 8) {
      throw new IllegalArgumentException("Images.side needs at least 8, not " + side);
    }
    this.side = side;
    return this;
  }

  @Override
  public MimeBundle toMimeBundle() {
    if (tiles.isEmpty()) {
      return MimeBundle.text(toString());
    }
    var across = Math.min(columns, tiles.size());
    var down = (tiles.size() + columns - 1) / columns;
    var top = title.isEmpty() ? 0 : TITLE;
    return Png.bundle(
        Canvas.draw(
            across * (side + GAP) + GAP, top + down * (side + CAPTION + GAP), 2, this::paint),
        toString());
  }

  private void paint(Graphics2D g) {
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    var top = 0;
    if (!title.isEmpty()) {
      g.setColor(Frame.INK);
      g.setFont(Frame.TEXT.deriveFont(Font.BOLD, 13.5f));
      g.drawString(title, GAP, 18);
      top = TITLE;
    }
    g.setFont(Frame.TEXT);
    var metrics = g.getFontMetrics();
    for (int i = 0; i < tiles.size(); i++) {
      var tile = tiles.get(i);
      var x = GAP + i % columns * (side + GAP);
      var y = top + i / columns * (side + CAPTION + GAP);
      var longer = Math.max(tile.image.getWidth(), tile.image.getHeight());
      var w = side * tile.image.getWidth() / longer;
      var h = side * tile.image.getHeight() / longer;
      g.drawImage(tile.image, x + (side - w) / 2, y + (side - h) / 2, w, h, null);
      g.setColor(new Color(128, 128, 128, 90));
      g.drawRect(x + (side - w) / 2, y + (side - h) / 2, w, h);
      g.setColor(Frame.INK);
      g.drawString(tile.caption, x + (side - metrics.stringWidth(tile.caption)) / 2, y + side + 14);
    }
  }

  @Override
  public String toString() {
    return (title.isEmpty() ? "" : title + ": ")
        + tiles.size()
        + " pictures"
        + tiles.stream()
            .map(Tile::caption)
            .filter(c -> !c.isEmpty())
            .limit(40)
            .collect(Collectors.joining(", ", ": ", ""));
  }
}

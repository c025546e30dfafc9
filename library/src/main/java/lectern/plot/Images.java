package lectern.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lectern.display.Displayable;
import lectern.display.Figure;
import lectern.display.MimeBundle;

/// Small pictures in a grid, each with a caption: digits, filters, masks.
///
/// ```java
/// var wrong = Images.of("wrong digits");
/// wrong.add(pixels, 28, 28, "7 → 1");
/// Images.of("").rgb(photo, 64, 64, "cup").mask(mask, 64, 64).side(160)
/// ```
public final class Images implements Displayable {

  private static final int GAP = 8;
  private static final int CAPTION = 18;
  private static final int TITLE = 28;

  /// A picture, what lies over it, and its masks.
  private record Tile(
      BufferedImage image, String caption, List<BufferedImage> covers, List<Mask> masks) {}

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
    var values = values("add", pixels, height, width, 1);
    return tile(painted(values, height, width, colors), caption);
  }

  /// Adds a picture in red, green and blue: 0 … 1, or 0 … 255 where a value exceeds 1.
  ///
  /// @param pixels 3·H·W values: all reds row by row, then greens, then blues
  public Images rgb(Object pixels, int height, int width, String caption) {
    var values = values("rgb", pixels, height, width, 3);
    var most = 0.0;
    for (var v : values) {
      most = Math.max(most, v);
    }
    var scale = most > 1 ? 1 : 255;
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var n = height * width;
    for (int i = 0; i < n; i++) {
      var rgb = 255;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Math.clamp(Math.round(values[c * n + i] * scale), 0, 255);
      }
      image.setRGB(i % width, i / width, rgb);
    }
    return tile(image, caption);
  }

  /// Lays a mask over the youngest picture: pixels above 0.5 in a colour that shines through, with
  /// an edge. Masks of one picture have different colours; their size may differ from the
  /// picture's.
  ///
  /// @param pixels H·W values or booleans, row by row
  public Images mask(Object pixels, int height, int width) {
    var tile = youngest("mask");
    var values = values("mask", pixels, height, width, 1);
    var mask = Mask.of(values, height, width, Colors.series(tile.masks.size() + 1));
    tile.covers.add(mask.cover());
    tile.masks.add(mask);
    return this;
  }

  /// Lays values over the youngest picture, the higher the more yellow and the denser: where a
  /// patch or a word looks.
  ///
  /// @param values H·W values, row by row; 14 · 14 attention weights over a picture of 224 · 224,
  ///   say
  public Images heat(Object values, int height, int width) {
    var tile = youngest("heat");
    var heat = values("heat", values, height, width, 1);
    var scale = Scale.over(new double[][] {heat}, Colors.VIRIDIS, false);
    var cover = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < heat.length; i++) {
      var place = scale.place(heat[i]);
      if (!Double.isNaN(place)) {
        var color = Colors.faded(scale.at(heat[i]), (int) (90 + 110 * place));
        cover.setRGB(i % width, i / width, color.getRGB());
      }
    }
    tile.covers.add(cover);
    return this;
  }

  private Tile youngest(String method) {
    if (tiles.isEmpty()) {
      throw new IllegalStateException(
          "Images.%s lies over a picture; add one before".formatted(method));
    }
    return tiles.getLast();
  }

  private Images tile(BufferedImage image, String caption) {
    tiles.add(new Tile(image, caption, new ArrayList<>(), new ArrayList<>()));
    return this;
  }

  private static double[] values(String method, Object pixels, int height, int width, int depth) {
    var values = Numbers.of(pixels);
    if (height < 1 || width < 1 || values.length != (long) depth * height * width) {
      throw new IllegalArgumentException(
          "Images.%s: %s%d × %d pixels are %d values, but %d came"
              .formatted(
                  method,
                  depth == 1 ? "" : depth + " × ",
                  height,
                  width,
                  (long) depth * height * width,
                  values.length));
    }
    return values;
  }

  private static BufferedImage painted(double[] values, int height, int width, Colors colors) {
    var scale = Scale.over(new double[][] {values}, colors, false);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < values.length; i++) {
      image.setRGB(i % width, i / width, scale.at(values[i]).getRGB());
    }
    return image;
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
    if (side < 8 || side > 2000) {
      throw new IllegalArgumentException("Images.side needs 8 to 2000 CSS pixels, not " + side);
    }
    this.side = side;
    return this;
  }

  @Override
  public MimeBundle toMimeBundle() {
    if (tiles.isEmpty()) {
      return MimeBundle.text(toString());
    }
    var across = Math.min(columns, tiles.size()) * (side + GAP) + GAP;
    var titled = (int) Math.ceil(Header.width(title, Header.TITLE)) + 2 * GAP;
    var down = (tiles.size() + columns - 1) / columns;
    var height = top() + down * (tall() + caption() + GAP);
    return Figure.bundle(Math.max(across, Math.min(titled, 640)), height, this::paint, toString());
  }

  private int top() {
    return title.isEmpty() ? GAP : TITLE;
  }

  /// Room for captions, where there are any.
  private int caption() {
    return tiles.stream().allMatch(t -> t.caption.isEmpty()) ? 0 : CAPTION;
  }

  /// The height of the tallest picture: wide pictures leave no empty bands.
  private int tall() {
    return tiles.stream().mapToInt(t -> fit(t.image)[1]).max().orElse(side);
  }

  /// Width and height on the page.
  private int[] fit(BufferedImage image) {
    var longer = Math.max(image.getWidth(), image.getHeight());
    return new int[] {
      Math.max(1, side * image.getWidth() / longer), Math.max(1, side * image.getHeight() / longer)
    };
  }

  private void paint(Graphics2D g) {
    if (!title.isEmpty()) {
      g.setColor(Frame.INK);
      g.setFont(Header.TITLE);
      g.drawString(Header.fit(title, Header.TITLE, 640 - 2 * GAP), GAP, 18);
    }
    var tall = tall();
    for (int i = 0; i < tiles.size(); i++) {
      var tile = tiles.get(i);
      var left = GAP + i % columns * (side + GAP);
      var top = top() + i / columns * (tall + caption() + GAP);
      var size = fit(tile.image);
      var box =
          new Rectangle2D.Double(
              left + (side - size[0]) / 2.0, top + (tall - size[1]) / 2.0, size[0], size[1]);
      paint(g, tile, box);
      g.setFont(Frame.TEXT);
      g.setColor(Frame.INK);
      var caption = Header.fit(tile.caption, Frame.TEXT, side + GAP - 2);
      var width = Header.width(caption, Frame.TEXT);
      g.drawString(caption, (float) (left + (side - width) / 2), top + tall + 14);
    }
  }

  private static void paint(Graphics2D g, Tile tile, Rectangle2D box) {
    image(g, tile.image, box);
    tile.covers.forEach(cover -> image(g, cover, box));
    var place = AffineTransform.getTranslateInstance(box.getX(), box.getY());
    place.scale(box.getWidth(), box.getHeight());
    g.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER));
    for (var mask : tile.masks) {
      g.setColor(mask.color());
      g.draw(place.createTransformedShape(mask.edge()));
    }
    g.setStroke(new BasicStroke(1));
    g.setColor(new Color(128, 128, 128, 90));
    g.draw(box);
  }

  /// Pixels stay visible as boxes while they are larger than those of the page.
  private static void image(Graphics2D g, BufferedImage image, Rectangle2D box) {
    var isFine = image.getWidth() > 2 * box.getWidth();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        isFine
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    var place = AffineTransform.getTranslateInstance(box.getX(), box.getY());
    place.scale(box.getWidth() / image.getWidth(), box.getHeight() / image.getHeight());
    g.drawImage(image, place, null);
  }

  @Override
  public String toString() {
    return (title.isEmpty() ? "" : title + ": ")
        + tiles.size()
        + (tiles.size() == 1 ? " picture" : " pictures")
        + tiles.stream()
            .map(Images::describe)
            .filter(c -> !c.isEmpty())
            .limit(40)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining(", "), s -> s.isEmpty() ? "" : ": " + s));
  }

  private static String describe(Tile tile) {
    var shares =
        tile.masks.stream()
            .map(m -> "mask over %d %%".formatted(Math.round(100 * m.share())))
            .collect(Collectors.joining(", "));
    return shares.isEmpty() ? tile.caption : "%s (%s)".formatted(tile.caption, shares).strip();
  }
}

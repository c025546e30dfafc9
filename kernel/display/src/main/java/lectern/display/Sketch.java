package lectern.display;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Map;

/// A picture in motion: at most [Png#SKETCH_BYTES], and made in a few milliseconds. Pictures of few
/// colours and those with transparent parts become PNGs, others JPEGs.
final class Sketch {

  private static final String JPEG = "image/jpeg";

  /// A larger picture is shrunk before all else: nobody sees so many pixels move.
  private static final double MOST_PIXELS = 400_000;

  private static final int[] COLORS = {64, 16};
  private static final double[] SHRINK = {1, 0.6, 0.3, 0.15};

  /// Six of nine levels cheaper than the smallest.
  private static final double FAST = 0.5;

  private static final double GOOD = 0.7;
  private static final double POOR = 0.25;
  private static final double SMALLEST = 0.02;

  private Sketch() {}

  /// `bundle` with a picture shown at `width × height` CSS pixels.
  static MimeBundle add(MimeBundle bundle, BufferedImage image, int width, int height) {
    double area = (double) width * height;
    double shrink = Math.min(1, Math.sqrt(MOST_PIXELS / area)) * width / image.getWidth();
    var small = shrink < 1 ? Png.shrunk(image, shrink) : argb(image);
    if (isPhotograph(small)) {
      var size = Map.<String, Object>of("width", width, "height", height);
      return bundle
          .with(JPEG, Base64.getEncoder().encodeToString(jpeg(small)))
          .withMetadata(JPEG, size);
    }
    return bundle.withPng(png(small), width, height);
  }

  private static BufferedImage argb(BufferedImage image) {
    return Png.shrunk(image, 1);
  }

  /// Opaque, and with so many colours that a palette would show.
  private static boolean isPhotograph(BufferedImage image) {
    int width = image.getWidth();
    var row = new int[width];
    var seen = new java.util.BitSet(1 << 15);
    int colors = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        if (pixel >>> 24 != 0xFF) {
          return false;
        }
        int color = (pixel >> 9 & 0x7C00) | (pixel >> 6 & 0x3E0) | (pixel >> 3 & 0x1F);
        if (!seen.get(color)) {
          seen.set(color);
          colors++;
        }
      }
    }
    return colors > 2 * COLORS[0];
  }

  private static byte[] png(BufferedImage image) {
    byte[] bytes = {};
    for (var shrink : SHRINK) {
      var smaller = coarse(shrink == 1 ? image : Png.shrunk(image, shrink));
      for (var colors : COLORS) {
        bytes = Png.write(Palette.of(smaller, colors).apply(smaller), "png", FAST);
        if (bytes.length <= Png.SKETCH_BYTES) {
          return bytes;
        }
      }
    }
    return bytes;
  }

  /// Loses quality first, then pixels.
  private static byte[] jpeg(BufferedImage image) {
    var rgb = rgb(image);
    var bytes = Png.write(rgb, "jpeg", GOOD);
    if (bytes.length > Png.SKETCH_BYTES) {
      bytes = Png.write(rgb, "jpeg", POOR);
    }
    for (double shrink = 1; bytes.length > Png.SKETCH_BYTES && shrink > SMALLEST; ) {
      shrink *= Math.clamp(0.9 * Math.sqrt((double) Png.SKETCH_BYTES / bytes.length), 0.2, 0.9);
      bytes = Png.write(rgb(Png.shrunk(image, shrink)), "jpeg", POOR);
    }
    return bytes;
  }

  private static BufferedImage rgb(BufferedImage image) {
    var rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    var g = rgb.createGraphics();
    g.drawImage(image, 0, 0, null);
    g.dispose();
    return rgb;
  }

  /// Five bits a channel, so that a palette is soon found. Black and white stay.
  private static BufferedImage coarse(BufferedImage image) {
    int width = image.getWidth();
    var row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        row[x] = (row[x] & 0xF8F8F8F8) | ((row[x] >>> 5) & 0x07070707);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }
}

package lectern.display;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// A picture in motion: at most [Png#SKETCH_BYTES], and made in a few milliseconds. Pictures of few
/// colours and those with transparent parts become PNGs, others JPEGs.
final class Sketch {

  private static final String JPEG = "image/jpeg";

  /// A larger picture is shrunk before all else: nobody sees so many pixels move.
  private static final double MOST_PIXELS = 250_000;

  private static final int FEW = 256;
  private static final int[] COLORS = {64, 16};
  private static final double[] SHRINK = {1, 0.6, 0.3, 0.15};

  /// A PNG in little time, and a JPEG's quality.
  private static final double FAST = 0.5;

  private static final double SMALLEST = 0.02;

  private Sketch() {}

  /// `bundle` with a picture shown at `width × height` CSS pixels.
  static MimeBundle add(MimeBundle bundle, BufferedImage image, int width, int height) {
    double area = (double) width * height;
    double shrink = Math.min(1, Math.sqrt(MOST_PIXELS / area)) * width / image.getWidth();
    var small = Png.shrunk(image, shrink);
    var exact = inFewColors(small);
    var png = exact == null ? null : Png.write(exact, "png", FAST);
    if (png != null && png.length <= Png.SKETCH_BYTES) {
      return bundle.withPng(png, width, height);
    }
    if (!isOpaque(small)) {
      return bundle.withPng(coarser(small), width, height);
    }
    return bundle
        .with(JPEG, Base64.getEncoder().encodeToString(jpeg(small)))
        .withMetadata(JPEG, Map.of("width", width, "height", height));
  }

  private static int[] pixels(BufferedImage argb) {
    return ((DataBufferInt) argb.getRaster().getDataBuffer()).getData();
  }

  /// The same picture with a palette, or null when it has more colours than that holds.
  private static BufferedImage inFewColors(BufferedImage image) {
    var pixels = pixels(image);
    var places = new byte[pixels.length];
    var colors = new int[FEW];
    var known = new HashMap<Integer, Integer>();
    int last = 0;
    int place = -1;
    for (int i = 0; i < pixels.length; i++) {
      if (place < 0 || pixels[i] != last) {
        last = pixels[i];
        place = known.computeIfAbsent(last, _ -> known.size());
        if (place == FEW) {
          return null;
        }
        colors[place] = last;
      }
      places[i] = (byte) place;
    }
    var model = new IndexColorModel(8, known.size(), colors, 0, true, -1, 0);
    var result =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    result.getRaster().setDataElements(0, 0, image.getWidth(), image.getHeight(), places);
    return result;
  }

  private static boolean isOpaque(BufferedImage image) {
    for (int pixel : pixels(image)) {
      if (pixel >>> 24 != 0xFF) {
        return false;
      }
    }
    return true;
  }

  /// Loses colours, then pixels.
  private static byte[] coarser(BufferedImage image) {
    byte[] bytes = {};
    for (var shrink : SHRINK) {
      var smaller = shrink == 1 ? image : Png.shrunk(image, shrink);
      inFiveBits(pixels(smaller));
      for (var colors : COLORS) {
        bytes = Png.write(Palette.of(smaller, colors).apply(smaller), "png", FAST);
        if (bytes.length <= Png.SKETCH_BYTES) {
          return bytes;
        }
      }
    }
    return bytes;
  }

  /// Five bits a channel, so that a palette is soon found. Black and white stay.
  private static void inFiveBits(int[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (pixels[i] & 0xF8F8F8F8) | ((pixels[i] >>> 5) & 0x07070707);
    }
  }

  /// Loses pixels.
  private static byte[] jpeg(BufferedImage image) {
    var bytes = Png.write(rgb(image), "jpeg", FAST);
    for (double shrink = 1; bytes.length > Png.SKETCH_BYTES && shrink > SMALLEST; ) {
      shrink *= Math.clamp(0.9 * Math.sqrt((double) Png.SKETCH_BYTES / bytes.length), 0.2, 0.9);
      bytes = Png.write(rgb(Png.shrunk(image, shrink)), "jpeg", FAST);
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
}

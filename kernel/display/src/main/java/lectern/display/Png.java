package lectern.display;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures as PNG, kept small so that a notebook with twenty figures stays a notebook.
///
/// A picture that is too large loses what is seen least: first shades of colour, then resolution.
public final class Png {

  /// The size a figure should keep: 60 kB.
  public static final int FIGURE_BYTES = 60_000;

  private static final int[] BITS_PER_CHANNEL = {8, 6, 5, 4};
  private static final double[] SHRINK = {1, 0.75, 0.5, 0.25};

  private Png() {}

  /// A bundle of a picture drawn at twice its shown size.
  ///
  /// @param image pixels; shown at half their number, which is sharp on dense screens
  /// @param text what a terminal and a screen reader get
  public static MimeBundle bundle(BufferedImage image, String text) {
    return MimeBundle.text(text)
        .withPng(encode(image, FIGURE_BYTES), image.getWidth() / 2, image.getHeight() / 2);
  }

  /// Encodes a picture in at most `maxBytes`, as faithfully as that allows. The smallest form, a
  /// quarter of the resolution with 4 bits per channel, is returned even if it is larger.
  public static byte[] encode(BufferedImage image, int maxBytes) {
    Objects.requireNonNull(image, "image");
    byte[] smallest = null;
    for (var shrink : SHRINK) {
      var scaled = argb(image, shrink);
      for (var bits : BITS_PER_CHANNEL) {
        smallest = write(rounded(scaled, bits));
        if (smallest.length <= maxBytes) {
          return smallest;
        }
      }
    }
    return smallest;
  }

  private static BufferedImage argb(BufferedImage image, double shrink) {
    var width = Math.max(1, (int) Math.round(image.getWidth() * shrink));
    var height = Math.max(1, (int) Math.round(image.getHeight() * shrink));
    var copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = copy.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return copy;
  }

  /// Keeps the upper bits of each channel; full and empty stay full and empty.
  private static BufferedImage rounded(BufferedImage image, int bits) {
    if (bits == 8) {
      return image;
    }
    var levels = (1 << bits) - 1;
    var table = new int[256];
    for (int v = 0; v < 256; v++) {
      table[v] = Math.round(Math.round(v * levels / 255f) * 255f / levels);
    }
    var width = image.getWidth();
    var height = image.getHeight();
    var pixels = image.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      var p = pixels[i];
      pixels[i] =
          table[p >>> 24] << 24
              | table[p >> 16 & 255] << 16
              | table[p >> 8 & 255] << 8
              | table[p & 255];
    }
    var copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    copy.setRGB(0, 0, width, height, pixels, 0, width);
    return copy;
  }

  private static byte[] write(BufferedImage image) {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      var best = writer.getDefaultWriteParam();
      best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      best.setCompressionQuality(0);
      writer.write(null, new IIOImage(image, null, null), best);
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG in memory could not be written", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

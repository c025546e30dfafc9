package lectern.display;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures as PNG, kept small so that a notebook with twenty figures stays a notebook.
public final class Png {

  /// The size a figure should keep: 36 kB, which a notebook stores as 48,000 characters.
  public static final int FIGURE_BYTES = 36_000;

  private static final int FEW = 32;
  private static final int SOME = 64;
  private static final int MANY = 256;
  private static final int[] FEWER = {MANY, SOME, FEW};
  private static final double UNSEEN = 1;
  private static final double SMALLEST = 0.2;

  /// The size of a sketch: 10 kB, a tenth of a second on a line of 1 Mbit/s.
  public static final int SKETCH_BYTES = 10_000;

  private static final ScopedValue<Boolean> SKETCHING = ScopedValue.newInstance();
  private static final double[] SHRINK = {1, 0.75, 0.5, 0.35, 0.25};

  private Png() {}

  /// A bundle of a picture drawn at twice its shown size.
  ///
  /// @param image pixels; shown at half their number, which is sharp on dense screens
  /// @param text what a terminal and a screen reader get
  public static MimeBundle bundle(BufferedImage image, String text) {
    int width = image.getWidth() / 2;
    int height = image.getHeight() / 2;
    var bundle = MimeBundle.text(text);
    return isSketching()
        ? Sketch.add(bundle, image, width, height)
        : bundle.withPng(figure(image, FIGURE_BYTES), width, height);
  }

  /// `bundle` with a picture shown pixel by pixel.
  ///
  /// @param maxBytes the size to keep, as for [#encode]; less for a sketch
  public static MimeBundle add(MimeBundle bundle, BufferedImage image, int maxBytes) {
    int width = image.getWidth();
    int height = image.getHeight();
    return isSketching()
        ? Sketch.add(bundle, image, width, height)
        : bundle.withPng(encode(image, maxBytes), width, height);
  }

  /// Runs a task whose pictures are replaced many times a second: each gets one pixel for a pixel
  /// of the page and at most [#SKETCH_BYTES], as a PNG of few colours or, a photograph, as a JPEG.
  public static <R> R sketching(Supplier<R> task) {
    return ScopedValue.where(SKETCHING, true).call(task::get);
  }

  static boolean isSketching() {
    return SKETCHING.isBound();
  }

  /// A figure in at most `maxBytes`. One that 64 or 256 colours show without a visible difference
  /// gets so many, as most charts do; one that is still too large loses colours, then pixels.
  static byte[] figure(BufferedImage image, int maxBytes) {
    var palette = Palette.of(image, SOME);
    var isChart = palette.error() <= UNSEEN;
    palette = isChart ? palette : palette.finer(MANY);
    var isSame = palette.error() <= UNSEEN;
    if (!isSame) {
      var exact = write(image);
      if (exact.length <= maxBytes) {
        return exact;
      }
    }
    var bytes = write(palette.apply(image));
    if (bytes.length > maxBytes && isSame) {
      bytes = write(Palette.of(image, FEW).apply(image));
    }
    for (double shrink = 1; bytes.length > maxBytes && shrink > SMALLEST; ) {
      shrink *= Math.clamp(0.95 * Math.sqrt((double) maxBytes / bytes.length), 0.5, 0.9);
      var smaller = shrunk(image, shrink);
      bytes = write(Palette.of(smaller, isSame ? FEW : MANY).apply(smaller));
    }
    return bytes;
  }

  /// Encodes a picture in at most `maxBytes`: exactly if it fits, else with fewer colours, then
  /// with fewer pixels. The smallest form, a quarter of the resolution, is returned even if it is
  /// larger.
  public static byte[] encode(BufferedImage image, int maxBytes) {
    Objects.requireNonNull(image, "image");
    var bytes = write(image);
    for (var shrink : SHRINK) {
      if (bytes.length <= maxBytes) {
        return bytes;
      }
      var smaller = shrink == 1 ? image : shrunk(image, shrink);
      for (int i = 0; i < FEWER.length && bytes.length > maxBytes; i++) {
        bytes = write(Palette.of(smaller, FEWER[i]).apply(smaller));
      }
    }
    return bytes;
  }

  static BufferedImage shrunk(BufferedImage image, double factor) {
    var width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    var height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    var copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var g = copy.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return copy;
  }

  private static byte[] write(BufferedImage image) {
    return write(image, "png", 0); // the smallest
  }

  /// @param quality 0 to 1: of a JPEG how good it is, of a PNG how little time is spent on its size
  static byte[] write(BufferedImage image, String format, double quality) {
    var writer = ImageIO.getImageWritersByFormatName(format).next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      var how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality((float) quality);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture in memory could not be written", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

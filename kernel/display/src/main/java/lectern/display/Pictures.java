package lectern.display;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Images of the JDK, and files that hold one.
final class Pictures {

  /// A larger file is named, not shown: it would make the notebook too large to save.
  private static final long FILE_BYTES = 20_000_000;

  /// A picture stays exact up to this size, then loses colours.
  private static final int EXACT_BYTES = 4_000_000;

  private static final Map<String, String> MIMES =
      Map.of(
          "png", MimeBundle.PNG,
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "bmp", "image/bmp",
          "svg", MimeBundle.SVG);

  private Pictures() {}

  /// The bundle of an image, or empty when the value is none.
  static Optional<MimeBundle> of(Object value) throws IOException {
    if (value instanceof Path path) {
      return ofFile(path);
    }
    // Asked by name first: where nobody draws, AWT is never loaded.
    return value.getClass().getName().startsWith("java.lang.") ? Optional.empty() : ofImage(value);
  }

  private static Optional<MimeBundle> ofImage(Object value) {
    if (!(value instanceof Image || value instanceof RenderedImage)) {
      return Optional.empty();
    }
    var image = buffered(value);
    var text = Failures.name(value.getClass()) + " " + image.getWidth() + " × " + image.getHeight();
    var png = Png.encode(image, EXACT_BYTES);
    return Optional.of(MimeBundle.text(text).withPng(png, image.getWidth(), image.getHeight()));
  }

  static BufferedImage buffered(Object value) {
    if (value instanceof BufferedImage image) {
      return image;
    }
    int width = value instanceof Image i ? i.getWidth(null) : ((RenderedImage) value).getWidth();
    int height = value instanceof Image i ? i.getHeight(null) : ((RenderedImage) value).getHeight();
    var image =
        new BufferedImage(Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_INT_ARGB);
    var graphics = image.createGraphics();
    if (value instanceof Image i) {
      graphics.drawImage(i, 0, 0, null);
    } else {
      graphics.drawRenderedImage((RenderedImage) value, null);
    }
    graphics.dispose();
    return image;
  }

  private static Optional<MimeBundle> ofFile(Path path) throws IOException {
    var name = path.toString().toLowerCase(Locale.ROOT);
    var mime = MIMES.get(name.substring(name.lastIndexOf('.') + 1));
    if (mime == null || !Files.isRegularFile(path) || Files.size(path) > FILE_BYTES) {
      return Optional.empty();
    }
    Object content =
        mime.equals(MimeBundle.SVG)
            ? Files.readString(path)
            : Base64.getEncoder().encodeToString(Files.readAllBytes(path));
    return Optional.of(MimeBundle.text(path.toString()).with(mime, content));
  }
}

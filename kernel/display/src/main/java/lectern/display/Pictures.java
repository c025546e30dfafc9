package lectern.display;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /// The first bytes of each format.
  private static final Map<String, String> SIGNATURES =
      Map.of(
          MimeBundle.PNG,
          "\u0089PNG\r\n\u001a\n",
          "image/jpeg",
          "\u00ff\u00d8\u00ff",
          "image/gif",
          "GIF8",
          "image/bmp",
          "BM",
          "image/webp",
          "RIFF");

  private Pictures() {}

  /// The bundle of an image, or empty when the value is none.
  static Optional<MimeBundle> of(Object value) throws IOException {
    if (value instanceof Path path) {
      return ofFile(path);
    }
    if (value instanceof byte[] bytes) {
      return ofBytes(bytes);
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
    return Optional.of(Png.add(MimeBundle.text(text), image, EXACT_BYTES));
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

  /// A file with the name and the content of a picture.
  private static Optional<MimeBundle> ofFile(Path path) throws IOException {
    var name = path.toString().toLowerCase(Locale.ROOT);
    boolean isSvg = name.endsWith(".svg");
    if (!(isSvg || name.matches(".*\\.(png|jpe?g|gif|webp|bmp)"))
        || !Files.isRegularFile(path)
        || Files.size(path) > FILE_BYTES) {
      return Optional.empty();
    }
    var text = MimeBundle.text(path.toString());
    if (isSvg) {
      return Optional.of(text.with(MimeBundle.SVG, Files.readString(path)));
    }
    var bytes = Files.readAllBytes(path);
    return mime(bytes).map(mime -> text.with(mime, base64(bytes)));
  }

  /// Bytes that are a picture's; two bytes are too few to tell a BMP.
  private static Optional<MimeBundle> ofBytes(byte[] bytes) {
    return mime(bytes)
        .filter(mime -> !mime.equals("image/bmp"))
        .map(
            mime ->
                MimeBundle.text("byte[" + bytes.length + "], " + mime).with(mime, base64(bytes)));
  }

  private static Optional<String> mime(byte[] bytes) {
    var start = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
    return SIGNATURES.entrySet().stream()
        .filter(signature -> start.startsWith(signature.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

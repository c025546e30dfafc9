package lectern.widget;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Objects;
import javax.imageio.ImageIO;

/// A picture that code can replace without a flicker.
///
/// ```java
/// var picture = new Image(bufferedImage);
/// picture.show(another);
/// ```
public final class Image extends Widget {

  /// A picture in its own size, one pixel of the page for each of its own.
  public Image(RenderedImage image) {
    this();
    show(image);
  }

  /// An empty place for a picture.
  public Image() {
    super("Image");
    show(new byte[0], "png", "", "");
  }

  /// Shows another picture.
  public void show(RenderedImage image) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG in memory could not be written", e);
    }
    show(bytes.toByteArray(), "png", "", "");
  }

  /// Shows the bytes of a picture's file.
  ///
  /// @param format `png`, `jpeg`, `gif`, `webp` or `svg+xml`
  /// @param width in pixels of the page, or the empty string for the picture's own
  /// @param height likewise
  public void show(byte[] bytes, String format, String width, String height) {
    var parts = new LinkedHashMap<String, Object>();
    if (!format.equals(get("format"))) {
      parts.put("format", format);
    }
    if (!width.equals(get("width")) || !height.equals(get("height"))) {
      parts.put("width", width);
      parts.put("height", height);
    }
    parts.put("value", Objects.requireNonNull(bytes, "bytes"));
    set(parts);
  }

  @Override
  public String toString() {
    return "Image(" + get("format") + ", " + ((byte[]) get("value")).length + " bytes)";
  }
}

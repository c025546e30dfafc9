package lectern.display;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// One value in several formats, so that each reader (JupyterLab, GitHub, a terminal) takes the
/// best it can show.
///
/// `data` maps a MIME type to its content: text formats as `String`, binary formats as base64, JSON
/// formats as `Map`, `List`, `String`, number or boolean. `metadata` maps a MIME type to hints, for
/// example `image/png → {width, height}`. Always give `text/plain` beside a rich format: it is what
/// a terminal and a screen reader see.
///
/// @param data content by MIME type, in order of preference
/// @param metadata hints by MIME type; may be empty
public record MimeBundle(Map<String, Object> data, Map<String, Object> metadata) {

  public static final String TEXT = "text/plain";
  public static final String HTML = "text/html";
  public static final String MARKDOWN = "text/markdown";
  public static final String LATEX = "text/latex";
  public static final String SVG = "image/svg+xml";
  public static final String PNG = "image/png";
  public static final String JSON = "application/json";

  public MimeBundle {
    data = new LinkedHashMap<>(Objects.requireNonNull(data, "data"));
    metadata = new LinkedHashMap<>(Objects.requireNonNull(metadata, "metadata"));
  }

  /// A bundle with nothing but `text/plain`.
  public static MimeBundle text(String text) {
    return of(TEXT, text);
  }

  /// A bundle with one format.
  public static MimeBundle of(String mime, Object content) {
    return new MimeBundle(Map.of(mime, content), Map.of());
  }

  /// A copy with one more format (or with that format replaced).
  public MimeBundle with(String mime, Object content) {
    var copy = new MimeBundle(data, metadata);
    copy.data.put(mime, Objects.requireNonNull(content, mime));
    return copy;
  }

  /// A copy with a PNG shown at `width × height` CSS pixels, whatever its own resolution.
  public MimeBundle withPng(byte[] png, int width, int height) {
    var copy = with(PNG, Base64.getEncoder().encodeToString(png));
    copy.metadata.put(PNG, Map.of("width", width, "height", height));
    return copy;
  }

  /// A copy with hints for one format.
  public MimeBundle withMetadata(String mime, Map<String, Object> hints) {
    var copy = new MimeBundle(data, metadata);
    copy.metadata.put(mime, hints);
    return copy;
  }

  /// Whether a format's content is a JSON value, not text.
  public static boolean isJson(String mime) {
    return mime.equals(JSON) || mime.endsWith("+json");
  }

  /// The `text/plain` content, or the empty string.
  public String text() {
    return String.valueOf(data.getOrDefault(TEXT, ""));
  }
}

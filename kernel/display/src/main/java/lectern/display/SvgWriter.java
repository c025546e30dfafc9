package lectern.display;

import java.awt.geom.Rectangle2D;
import java.util.Objects;

/// The elements of an SVG picture in the order in which they are painted. Neighbours of one style
/// share one group, opaque ones even one path; neighbours of one clip share one nested `svg`, which
/// needs no id, so that many pictures may stand in one page.
final class SvgWriter {

  /// The font of text that asks for no other: as wide as what Java takes for sans-serif on Linux.
  static final String SANS = "DejaVu Sans,Verdana,sans-serif";

  private final StringBuilder body = new StringBuilder();
  private final int limit;
  private Rectangle2D clip;
  private String style = "";
  private SvgPath path;

  /// @param limit characters after which painting is of no use, because nobody will take the
  ///   picture
  SvgWriter(int limit) {
    this.limit = limit;
  }

  /// Whether the picture has grown over its limit.
  boolean isFull() {
    return body.length() + (path == null ? 0 : path.length()) > limit;
  }

  /// Takes the path on which the next shape is drawn.
  ///
  /// @param clip what cuts it, or null
  /// @param style its attributes
  /// @param joins whether it may share the path that is open
  SvgPath path(Rectangle2D clip, String style, boolean joins) {
    group(clip, style);
    if (path == null || !joins) {
      closePath();
      path = new SvgPath();
    }
    return path;
  }

  /// Whether a path of this style and clip is open.
  boolean isOpen(Rectangle2D clip, String style) {
    return path != null && this.style.equals(style) && Objects.equals(this.clip, clip);
  }

  /// Appends an element that is no path.
  void element(Rectangle2D clip, String style, String element) {
    group(clip, style);
    closePath();
    body.append(element);
  }

  private void group(Rectangle2D newClip, String newStyle) {
    if (!Objects.equals(clip, newClip)) {
      closeGroup();
      body.append(clip == null ? "" : "</svg>");
      clip = newClip;
      if (clip != null) {
        var x = SvgPath.number(clip.getX());
        var y = SvgPath.number(clip.getY());
        var w = SvgPath.number(clip.getWidth());
        var h = SvgPath.number(clip.getHeight());
        body.append(
            "<svg x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" viewBox=\"%s %s %s %s\">"
                .formatted(x, y, w, h, x, y, w, h));
      }
    }
    if (!style.equals(newStyle)) {
      closeGroup();
      style = newStyle;
      body.append(style.isEmpty() ? "" : "<g" + style + ">");
    }
  }

  private void closePath() {
    if (path != null && !path.isEmpty()) {
      body.append("<path d=\"").append(path).append("\"/>");
    }
    path = null;
  }

  private void closeGroup() {
    closePath();
    body.append(style.isEmpty() ? "" : "</g>");
    style = "";
  }

  /// The whole picture.
  String finish(int width, int height) {
    group(null, "");
    closeGroup();
    return ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %1$d %2$d\" font-family=\"%s\">")
            .formatted(width, height, SANS)
        + body
        + "</svg>";
  }
}

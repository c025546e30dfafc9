package lectern.display;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;

/// Colours, pens and fonts as SVG's attributes; what is SVG's default is left out.
final class SvgStyle {

  private SvgStyle() {}

  static String attribute(String name, String value) {
    return " " + name + "=\"" + value + "\"";
  }

  /// @param kind `fill` or `stroke`
  /// @param alpha 0 to 255
  static String color(String kind, Color color, int alpha) {
    var rgb = color.getRGB() & 0xffffff;
    var isShort = (rgb >> 4 & 0x0f0f0f) == (rgb & 0x0f0f0f);
    var hex =
        isShort
            ? "#%x%x%x".formatted(rgb >> 16 & 15, rgb >> 8 & 15, rgb & 15)
            : "#%06x".formatted(rgb);
    var opacity =
        alpha == 255
            ? ""
            : attribute(
                kind + "-opacity",
                String.format(Locale.ROOT, "%.2f", alpha / 255.0).replaceFirst("^0|0$", ""));
    return attribute(kind, hex) + opacity;
  }

  /// The width of a pen's line in pixels of the picture.
  static double width(BasicStroke pen, double scale) {
    return Math.max(pen.getLineWidth() * scale, 0.1);
  }

  static String pen(BasicStroke pen, double scale) {
    var style = new StringBuilder();
    var width = width(pen, scale);
    if (Math.abs(width - 1) > 0.04) {
      style.append(attribute("stroke-width", SvgPath.number(width)));
    }
    if (pen.getEndCap() != BasicStroke.CAP_BUTT) {
      var round = pen.getEndCap() == BasicStroke.CAP_ROUND;
      style.append(attribute("stroke-linecap", round ? "round" : "square"));
    }
    if (pen.getLineJoin() != BasicStroke.JOIN_MITER) {
      var round = pen.getLineJoin() == BasicStroke.JOIN_ROUND;
      style.append(attribute("stroke-linejoin", round ? "round" : "bevel"));
    }
    if (pen.getDashArray() != null) {
      var dashes = new StringBuilder();
      for (var dash : pen.getDashArray()) {
        dashes.append(dashes.isEmpty() ? "" : " ").append(SvgPath.number(dash * scale));
      }
      style.append(attribute("stroke-dasharray", dashes.toString()));
    }
    return style.toString();
  }

  static String font(Font font, double scale) {
    var family = family(font);
    return (family.equals(SvgWriter.SANS) ? "" : attribute("font-family", family))
        + attribute("font-size", SvgPath.number(font.getSize2D() * scale))
        + (font.isBold() ? attribute("font-weight", "bold") : "")
        + (font.isItalic() ? attribute("font-style", "italic") : "");
  }

  /// Java's logical fonts by the names of fonts as wide as those that Java takes on Linux.
  private static String family(Font font) {
    return switch (font.getFamily(Locale.ROOT)) {
      case Font.SANS_SERIF, Font.DIALOG -> SvgWriter.SANS;
      case Font.SERIF -> "DejaVu Serif,Georgia,serif";
      case Font.MONOSPACED, Font.DIALOG_INPUT -> "DejaVu Sans Mono,Menlo,monospace";
      default -> Html.escape(font.getFamily(Locale.ROOT)) + ",sans-serif";
    };
  }

  /// XML has no place for most control characters.
  static String printable(String text) {
    return text.codePoints()
        .filter(c -> c >= 0x20 && c != 0x7f && Character.getType(c) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

package lectern.plot;

import java.util.Map;

/// How charts of [VegaLite] look.
final class VegaTheme {

  private VegaTheme() {}

  /// Readable on light and dark pages, in the colours of [Plot].
  static Map<String, Object> config() {
    var ink = "#7a7a7a";
    var grid = "rgba(128,128,128,0.22)";
    return Map.of(
        "background",
        "transparent",
        "view",
        Map.of("stroke", "transparent"),
        "axis",
        Map.of(
            "labelColor",
            ink,
            "titleColor",
            ink,
            "gridColor",
            grid,
            "domainColor",
            grid,
            "tickColor",
            grid,
            "titleFontWeight",
            "normal"),
        "legend",
        Map.of(
            "labelColor",
            ink,
            "titleColor",
            ink,
            "symbolBaseFillColor",
            ink,
            "symbolBaseStrokeColor",
            ink),
        "header",
        Map.of("labelColor", ink, "titleColor", ink),
        "title",
        Map.of("color", ink, "subtitleColor", ink),
        "range",
        Map.of(
            "category",
            Colors.SERIES.stream()
                .map(c -> String.format("#%06x", c.getRGB() & 0xffffff))
                .toList()));
  }
}

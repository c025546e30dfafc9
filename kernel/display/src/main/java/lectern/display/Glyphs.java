package lectern.display;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Reads text back from its outlines. XChart fills the outlines of its labels, a few hundred curves
/// each; as text they are twenty characters, and can be searched and read aloud.
///
/// An outline is a row of glyphs on the line y = 0, each a few closed contours. Every glyph of a
/// font is known by the kinds of segments of its first contour, then compared point by point.
final class Glyphs {

  /// As [java.awt.font.TextLayout] measures for pictures with smooth edges.
  static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  /// The characters that labels are made of, as pairs of first and last.
  private static final int[] RANGES = {
    0x21, 0x7e, 0xa1, 0xff, 0x391, 0x3c9, 0x2013, 0x2026, 0x2070, 0x208e, 0x2190, 0x2193, 0x2202,
    0x2265
  };

  private static final int[] ANGLES = {0, 90, 45, -45, -90};
  private static final int FONTS = 32;
  private static final Map<Font, Glyphs> KNOWN = new ConcurrentHashMap<>();

  /// A text that was read.
  ///
  /// @param x where its first character stands, in the shape's coordinates
  /// @param y its baseline
  /// @param angle by how many degrees it is turned clockwise
  record Text(String text, double x, double y, double width, double angle) {}

  /// Segments of one contour: their kinds, and their points one after the other.
  @SuppressWarnings("ArrayRecordComponent") // compared by isMoved only
  private record Contour(String kinds, double[] points) {

    Contour turned(AffineTransform by) {
      var copy = new double[points.length];
      by.transform(points, 0, copy, 0, points.length / 2);
      return new Contour(kinds, copy);
    }

    /// Whether this is `other`, moved by (dx, dy).
    boolean isMoved(Contour other, double dx, double dy, double tolerance) {
      if (!kinds.equals(other.kinds)) {
        return false;
      }
      for (int i = 0; i < points.length; i += 2) {
        if (Math.abs(points[i] - other.points[i] - dx) > tolerance
            || Math.abs(points[i + 1] - other.points[i + 1] - dy) > tolerance) {
          return false;
        }
      }
      return true;
    }
  }

  private record Glyph(int character, List<Contour> contours, double advance) {}

  private final Map<String, List<Glyph>> byFirstContour = new HashMap<>();
  private final double tolerance;
  private final double space;

  private Glyphs(Font font) {
    tolerance = font.getSize2D() * 0.004;
    space = font.getStringBounds(" ", CONTEXT).getWidth();
    for (int r = 0; r < RANGES.length; r += 2) {
      for (int c = RANGES[r]; c <= RANGES[r + 1]; c++) {
        if (font.canDisplay(c)) {
          var vector = font.createGlyphVector(CONTEXT, Character.toString(c));
          var contours = contours(vector.getGlyphOutline(0).getPathIterator(null));
          if (!contours.isEmpty()) {
            byFirstContour
                .computeIfAbsent(contours.getFirst().kinds, k -> new ArrayList<>())
                .add(new Glyph(c, contours, vector.getGlyphMetrics(0).getAdvance()));
          }
        }
      }
    }
    // A colon is also two full stops: the glyph with more contours is tried first.
    byFirstContour.values().forEach(l -> l.sort((a, b) -> b.contours.size() - a.contours.size()));
  }

  /// The text whose outline a shape is when set in `font`, upright or turned by a half or a quarter
  /// of a right angle; empty when it is none.
  static Optional<Text> read(Shape shape, Font font) {
    if (KNOWN.size() > FONTS) {
      KNOWN.clear();
    }
    var glyphs = KNOWN.computeIfAbsent(font, Glyphs::new);
    var contours = contours(shape.getPathIterator(null));
    if (contours.isEmpty() || !glyphs.byFirstContour.containsKey(contours.getFirst().kinds)) {
      return Optional.empty();
    }
    for (var angle : ANGLES) {
      var upright = AffineTransform.getRotateInstance(Math.toRadians(angle));
      var turned = contours.stream().map(c -> c.turned(upright)).toList();
      var text = glyphs.read(turned, -angle);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private Optional<Text> read(List<Contour> contours, double angle) {
    var text = new StringBuilder();
    double first = 0;
    double pen = 0;
    for (int at = 0; at < contours.size(); ) {
      var glyph = next(contours, at);
      if (glyph == null) {
        return Optional.empty();
      }
      var own = glyph.contours.getFirst().points;
      var x = contours.get(at).points[0] - own[0];
      if (at == 0) {
        first = x;
      } else {
        text.repeat(' ', Math.clamp(Math.round((x - pen) / space), 0, 20));
      }
      text.appendCodePoint(glyph.character);
      pen = x + glyph.advance;
      at += glyph.contours.size();
    }
    var place = new double[] {first, 0};
    AffineTransform.getRotateInstance(Math.toRadians(angle)).transform(place, 0, place, 0, 1);
    return Optional.of(new Text(text.toString(), place[0], place[1], pen - first, angle));
  }

  private Glyph next(List<Contour> contours, int at) {
    var first = contours.get(at);
    for (var glyph : byFirstContour.getOrDefault(first.kinds, List.of())) {
      var own = glyph.contours.getFirst().points;
      var dx = first.points[0] - own[0];
      var dy = first.points[1] - own[1];
      // Outlines begin on the baseline; so x₁ is not x¹.
      var same = Math.abs(dy) <= tolerance && at + glyph.contours.size() <= contours.size();
      for (int i = 0; same && i < glyph.contours.size(); i++) {
        same = contours.get(at + i).isMoved(glyph.contours.get(i), dx, dy, tolerance);
      }
      if (same) {
        return glyph;
      }
    }
    return null;
  }

  private static List<Contour> contours(PathIterator path) {
    var contours = new ArrayList<Contour>();
    var kinds = new StringBuilder();
    var points = new double[64];
    int n = 0;
    for (var c = new double[6]; !path.isDone(); path.next()) {
      var kind = path.currentSegment(c);
      if (kind == PathIterator.SEG_MOVETO && n > 0) {
        contours.add(new Contour(kinds.toString(), Arrays.copyOf(points, n)));
        kinds.setLength(0);
        n = 0;
      }
      kinds.append(kind);
      var count =
          switch (kind) {
            case PathIterator.SEG_CUBICTO -> 6;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CLOSE -> 0;
            default -> 2;
          };
      if (n + count > points.length) {
        points = Arrays.copyOf(points, 2 * points.length);
      }
      System.arraycopy(c, 0, points, n, count);
      n += count;
    }
    if (n > 0) {
      contours.add(new Contour(kinds.toString(), Arrays.copyOf(points, n)));
    }
    return contours;
  }
}

package lectern.plot;

import java.awt.Color;
import java.util.List;

/// Colours of values: a scale from low (0) to high (1).
///
/// The scales grow evenly in lightness, so they survive a grey print and colour-blind eyes.
public enum Colors {
  /// Dark violet, blue, green, yellow: for heat maps. Anchors follow matplotlib's *viridis*.
  VIRIDIS(
      0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
      0xfde725),
  /// Pale to slate: a quiet ground on which coloured paths stand out.
  MIST(0xf8f9f7, 0xe6ebee, 0xd0d9df, 0xb7c4cd, 0x9aabb8, 0x7d91a1),
  /// Blue through white to vermillion: for signed values around zero.
  SIGNED(0x00558b, 0x4f93bf, 0xa9cbe0, 0xf7f7f5, 0xf0b795, 0xdb7a3f, 0xb04a00),
  /// Black to white: for pictures.
  GREY(0x000000, 0xffffff);

  /// Colours of series, told apart by colour-blind readers (after Okabe and Ito, 2008). Black and
  /// yellow are left out: each is lost on one of the two themes.
  static final List<Color> SERIES =
      List.of(
          new Color(0x0077b6),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc6fa0),
          new Color(0xe69f00),
          new Color(0x56b4e9),
          new Color(0x8a8a8a));

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final int[] anchors;

  Colors(int... anchors) {
    this.anchors = anchors;
  }

  /// The colour at `t`; values outside [0, 1] take the end's colour, NaN is transparent.
  public Color at(double t) {
    if (Double.isNaN(t)) {
      return new Color(0, true);
    }
    var place = Math.clamp(t, 0, 1) * (anchors.length - 1);
    var i = Math.min((int) place, anchors.length - 2);
    var f = place - i;
    return new Color(
        mix(anchors[i] >> 16 & 255, anchors[i + 1] >> 16 & 255, f),
        mix(anchors[i] >> 8 & 255, anchors[i + 1] >> 8 & 255, f),
        mix(anchors[i] & 255, anchors[i + 1] & 255, f));
  }

  /// Black or white, whichever reads better on `ground`.
  static Color textOn(Color ground) {
    var light = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
    return light > 140 ? new Color(0x1a1a1a) : Color.WHITE;
  }

  static Color series(int index) {
    return SERIES.get(index % SERIES.size());
  }

  /// Lines whose colours repeat are told apart by dashes; null is a solid line.
  static float[] dash(int index) {
    return switch (index / SERIES.size() % 3) {
      case 0 -> null;
      case 1 -> new float[] {7, 3};
      default -> new float[] {2, 3};
    };
  }

  static Color faded(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  private static int mix(int a, int b, double f) {
    return (int) Math.round(a + f * (b - a));
  }
}

package lectern.display;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reduces a picture to few colours (median cut, Heckbert 1982).
///
/// The colours of a picture are put into one box; the box with the largest spread is cut in two
/// until there are enough; each box becomes its mean. Colours are compared with their alpha
/// multiplied in, so that all fully transparent ones are one.
final class Palette {

  /// More colours than this are first told apart by fewer bits: photographs, noise.
  private static final int MANY = 15_000;

  private static final int ALL_BITS = -1;

  private final List<Box> boxes;
  private final double pixels;
  private final int mask;
  private final int[] colors;
  private final Map<Integer, Integer> index = new HashMap<>();
  private final double error;

  private Palette(List<Box> boxes, int mask, double pixels) {
    this.boxes = boxes;
    this.mask = mask;
    this.pixels = pixels;
    colors = new int[boxes.size()];
    double squares = 0;
    for (int i = 0; i < boxes.size(); i++) {
      var box = boxes.get(i);
      colors[i] = box.mean();
      squares += box.squaredError();
      for (var shade : box.shades) {
        index.put(shade.argb, i);
      }
    }
    error = Math.sqrt(squares / pixels / 4);
  }

  /// The best `size` colours for `image`; exact when it has no more than that.
  static Palette of(BufferedImage image, int size) {
    var width = image.getWidth();
    var pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    var mask = ALL_BITS;
    var counts = counts(pixels, mask);
    for (int bit = 0; counts.size() > MANY && bit < 5; bit++) {
      mask &= ~(0x01010101 << bit);
      counts = counts(pixels, mask);
    }
    var shades = new ArrayList<Shade>();
    counts.forEach((argb, count) -> shades.add(new Shade(argb, count)));
    shades.sort((a, b) -> Integer.compare(a.argb, b.argb));
    return new Palette(cut(List.of(new Box(shades)), size), mask, pixels.length);
  }

  /// The same picture in more colours.
  Palette finer(int size) {
    return new Palette(cut(boxes, size), mask, pixels);
  }

  private static List<Box> cut(List<Box> from, int size) {
    var boxes = new ArrayList<>(from);
    while (boxes.size() < size) {
      var widest = boxes.stream().max((a, b) -> Double.compare(a.weight, b.weight)).orElseThrow();
      if (widest.shades.size() < 2) {
        break;
      }
      boxes.remove(widest);
      boxes.addAll(widest.cut());
    }
    return boxes;
  }

  private static Map<Integer, Integer> counts(int[] pixels, int mask) {
    var counts = new HashMap<Integer, Integer>();
    for (int i = 0, run = 1; i < pixels.length; i++, run++) {
      if (i + 1 == pixels.length || pixels[i + 1] != pixels[i]) {
        counts.merge(coarse(pixels[i], mask), run, Integer::sum);
        run = 0;
      }
    }
    return counts;
  }

  /// The colour with its lower bits taken from its upper ones, so that full stays full.
  private static int coarse(int argb, int mask) {
    return (argb & mask) | ((argb >>> 4 & 0x0f0f0f0f) & ~mask);
  }

  /// Root mean square difference per channel, in levels of 255, between a picture and its reduced
  /// form.
  double error() {
    return error;
  }

  /// The picture in these colours.
  BufferedImage apply(BufferedImage image) {
    var width = image.getWidth();
    var height = image.getHeight();
    var model = new IndexColorModel(8, colors.length, colors, 0, true, -1, 0);
    var result = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    var pixels = image.getRGB(0, 0, width, height, null, 0, width);
    var last = 0;
    var place = -1;
    for (int i = 0; i < pixels.length; i++) {
      if (place < 0 || pixels[i] != last) {
        last = pixels[i];
        place = index.get(coarse(last, mask));
      }
      pixels[i] = place;
    }
    result.getRaster().setPixels(0, 0, width, height, pixels);
    return result;
  }

  /// One colour as four numbers, and how many pixels have it.
  private static final class Shade {
    final int argb;
    final int count;
    final double[] parts;

    Shade(int argb, int count) {
      this.argb = argb;
      this.count = count;
      var alpha = argb >>> 24;
      var f = alpha / 255.0;
      parts = new double[] {alpha, (argb >> 16 & 255) * f, (argb >> 8 & 255) * f, (argb & 255) * f};
    }
  }

  private static final class Box {
    final List<Shade> shades;
    final double[] mean = new double[4];
    final double weight;
    private final double[] spread = new double[4];
    private final double pixels;

    Box(List<Shade> shades) {
      this.shades = shades;
      pixels = shades.stream().mapToDouble(s -> s.count).sum();
      for (var s : shades) {
        for (int c = 0; c < 4; c++) {
          mean[c] += s.parts[c] * s.count / pixels;
        }
      }
      for (var s : shades) {
        for (int c = 0; c < 4; c++) {
          var d = s.parts[c] - mean[c];
          spread[c] += d * d * s.count;
        }
      }
      weight = shades.size() < 2 ? -1 : squaredError();
    }

    double squaredError() {
      return Arrays.stream(spread).sum();
    }

    /// Two boxes, split at the mean of the channel with the largest spread.
    List<Box> cut() {
      int channel = 0;
      for (int c = 1; c < 4; c++) {
        channel = spread[c] > spread[channel] ? c : channel;
      }
      var c = channel;
      var sorted = new ArrayList<>(shades);
      sorted.sort((a, b) -> Double.compare(a.parts[c], b.parts[c]));
      int at = 1;
      while (at < sorted.size() - 1 && sorted.get(at).parts[c] <= mean[c]) {
        at++;
      }
      return List.of(
          new Box(new ArrayList<>(sorted.subList(0, at))),
          new Box(new ArrayList<>(sorted.subList(at, sorted.size()))));
    }

    int mean() {
      if (shades.size() == 1) {
        return shades.getFirst().argb;
      }
      var f = mean[0] == 0 ? 0 : 255 / mean[0];
      return (int) Math.round(mean[0]) << 24
          | channel(mean[1] * f) << 16
          | channel(mean[2] * f) << 8
          | channel(mean[3] * f);
    }

    private static int channel(double value) {
      return Math.clamp(Math.round(value), 0, 255);
    }
  }
}

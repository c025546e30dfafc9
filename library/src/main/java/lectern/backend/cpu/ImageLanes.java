package lectern.backend.cpu;

import java.util.Arrays;
import lectern.backend.DType;

/// Many small images, as many of them side by side as a vector has lanes: numbers lie
/// `[channel][row][column][image]`, with zeros around the images. Places are counted so.
final class ImageLanes {

  /// Numbers of such images and their results that stay in a core's second cache.
  private static final int CACHED = 1 << 18;

  final ConvolutionKernels kernels = FloatKernels.best().convolutions().orElseThrow();
  final int lanes = kernels.lanes();
  final Planes planes;

  /// How many images there are.
  final int images;

  /// Pixels of one channel of results.
  final int results;

  ImageLanes(Planes planes, int images) {
    this.planes = planes;
    this.images = images;
    this.results = planes.down * planes.across;
  }

  /// Whether images lie well so.
  static boolean fit(DType dtype, Planes planes, int images, int outs) {
    var kernels = FloatKernels.best().convolutions();
    if (dtype != DType.FLOAT32 || kernels.isEmpty()) {
      return false;
    }
    int lanes = kernels.get().lanes();
    long results = (long) planes.down * planes.across;
    return images >= lanes
        && planes.window.area() > 1
        && results >= lanes
        && planes.channels > 0
        && outs > 0
        && lanes * (planes.channels * (long) planes.size() + outs * results) <= CACHED;
  }

  /// How often the lanes are filled.
  int groups() {
    return (images + lanes - 1) / lanes;
  }

  /// Numbers of the images of all lanes.
  int size() {
    return planes.channels * planes.size() * lanes;
  }

  /// Where the numbers of the lanes' images begin in an array.
  ///
  /// @param image the first image; after the last one it is taken again and again
  /// @param step from image to image
  int[] rows(int offset, int image, int step) {
    var rows = new int[lanes];
    Arrays.setAll(rows, l -> offset + Math.min(image + l, images - 1) * step);
    return rows;
  }

  /// Where the windows of the results begin.
  int[] windows() {
    var windows = new int[results];
    int s = planes.window.stride();
    Arrays.setAll(
        windows, q -> (q / planes.across * planes.row + q % planes.across) * s * lanes);
    return windows;
  }

  /// Where the pixels of an image are, in its order.
  int[] pixels() {
    var pixels = new int[planes.image()];
    int p = planes.window.padding();
    for (int i = 0; i < pixels.length; i++) {
      int row = i / planes.width % planes.height + p;
      int channel = i / planes.width / planes.height;
      pixels[i] = (channel * planes.size() + row * planes.row + i % planes.width + p) * lanes;
    }
    return pixels;
  }

  /// How far each tap is from its window, `(c, u, v)`.
  int[] taps() {
    var taps = planes.taps(planes.size());
    Arrays.setAll(taps, t -> taps[t] * lanes);
    return taps;
  }

  /// Numbers that lie densely.
  int[] dense(int n) {
    var dense = new int[n];
    Arrays.setAll(dense, i -> i * lanes);
    return dense;
  }

  /// Into how many tasks one group is cut so that no thread waits long for the last ones.
  int parts(int most) {
    boolean few = Workers.count() > 1 && groups() < Workers.PIECES * Workers.count();
    return few ? Math.clamp(most, 1, 2) : 1;
  }

  /// Brings some pixels of all lanes' images back: dense `[channel][pixel][image]` to `(N, channels,
  /// pixels)`.
  void bringBack(
      Aligned from, int image, int channels, int pixels, int first, int last, float[] to) {
    var rows = rows(0, image, channels * pixels);
    if (last - first == pixels) {
      kernels.fromLanes(from.data(), from.at(), channels * pixels, to, rows, 0);
      return;
    }
    for (int c = 0; c < channels; c++) {
      int at = c * pixels + first;
      kernels.fromLanes(from.data(), from.at() + at * lanes, last - first, to, rows, at);
    }
  }
}

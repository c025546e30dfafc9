package lectern.backend.cpu.images;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.Aligned;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;

/// Many small images, as many of them side by side as a vector has lanes: numbers lie
/// `[channel][row][column][image]`, with zeros around the images. Places are counted so.
final class ImageLanes {

  /// Numbers of such images and their results that stay in a core's second cache.
  private static final int CACHED = 3 << 17;

  /// Multiplications that cost as much as to bring one number side by side with others and back.
  private static final int TURNING = 12;

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

  /// Whether images are better brought side by side, for a convolution with so many channels of
  /// results: they are few enough numbers, and more lanes work than with neighbouring pixels in
  /// them.
  static boolean fit(Array x, Window window, int outs) {
    return fit(x.dtype(), x.shape(), window, outs, 1, 1);
  }

  /// The same for ∂x of images of this shape, whose channels fill tiles: the other way's are eight
  /// channels wide.
  static boolean fitBack(Array g, Shape images, Window window) {
    double channels = images.at(1);
    return window.stride() == 1
        && fit(
            g.dtype(),
            images,
            window,
            g.shape().at(1),
            Math.min(Math.ceil(channels / 6) * 6, Math.ceil(channels / 8) * 8) / channels,
            Math.ceil(channels / 8) * 8 / channels);
  }

  /// @param here how many products are made for one that counts, in all lanes that work
  /// @param there the same of the other way
  private static boolean fit(
      DType dtype, Shape shape, Window window, int outs, double here, double there) {
    var kernels = FloatKernels.best().convolutions();
    if (dtype != DType.FLOAT32 || kernels.isEmpty() || window.area() == 1 || shape.size() == 0) {
      return false;
    }
    int lanes = kernels.get().lanes();
    var planes = new Planes(shape, window);
    long results = (long) planes.down * planes.across;
    long numbers = planes.image() + outs * results;
    if (results < lanes
        || planes.height * planes.width < lanes
        || lanes * (planes.channels * (long) planes.size() + outs * results) > CACHED) {
      return false;
    }
    double work = (double) planes.taps() * outs * results;
    int groups = (shape.at(0) + lanes - 1) / lanes;
    double idle = (double) groups * lanes / shape.at(0);
    double otherwise = (planes.places(planes.down) + lanes) / (double) results;
    // Otherwise windows that jump are laid out as columns, three times slower.
    return window.stride() > 1
        ? idle <= 2
        : work * idle * here + TURNING * numbers < work * otherwise * there;
  }

  /// How often the lanes are filled.
  int groups() {
    return (images + lanes - 1) / lanes;
  }

  /// The first image of a group: the last group has images of the one before it where it can.
  int first(int group) {
    return Math.max(0, Math.min(group * lanes, images - lanes));
  }

  /// Numbers of the images of all lanes.
  int size() {
    return planes.channels * planes.size() * lanes;
  }

  /// Where the numbers of the lanes' images begin in an array.
  ///
  /// @param image the first image; the last one is taken again where there is none
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
    Arrays.setAll(windows, q -> (q / planes.across * planes.row + q % planes.across) * s * lanes);
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

  /// Brings some pixels of all lanes' images back: dense `[channel][pixel][image]` to `(N,
  /// channels, pixels)`.
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

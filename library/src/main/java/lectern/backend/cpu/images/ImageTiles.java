package lectern.backend.cpu.images;

/// The inner loops of convolutions of many images, two dozen sums in registers. The lanes of a
/// vector are as many images: numbers lie `[channel][row][column][image]`, and a place is where the
/// vector of one pixel begins. They read plainly in [lectern.backend.FusedImages].
public interface ImageTiles {

  /// Channels of results of one turn.
  int channels();

  /// Pixels, or taps, of one turn.
  int pixels();

  /// Sums over taps.
  ///
  /// @param x the images, from `xAt` on
  /// @param pixels where the window of each result begins in them
  /// @param taps how far from there each tap is, in rows of `row` taps
  /// @param w `[channels / #channels][tap][#channels]`
  /// @param y the results, from a place that is told; their channels `plane` apart
  /// @param targets where each result is in them
  @SuppressWarnings("ArrayRecordComponent") // views of the caller's arrays, never compared
  record Convolution(
      float[] x,
      int xAt,
      int[] pixels,
      int[] taps,
      int row,
      float[] w,
      float[] bias,
      float[] y,
      int[] targets,
      int plane) {}

  /// `y[o, q] = bias[o] + Σₜ w[t, o]·x[pixels[q] + taps[t]]` for some channels o and some q.
  ///
  /// @param q the first pixel
  /// @param top the first row of taps, up to `bottom`; of each of them those from `from` to `to`
  /// @param block which channels
  void convolve(Convolution c, int q, int top, int bottom, int from, int to, int block, int yAt);

  /// Sums over pixels.
  ///
  /// @param x the images, from `xAt` on
  /// @param pixels where each window begins in them
  /// @param taps how far from there each tap is
  /// @param g the gradients of some pixels, their channels `plane` apart
  /// @param sums `[turn][tap][channel][lane]`
  @SuppressWarnings("ArrayRecordComponent") // views of the caller's arrays, never compared
  record Correlation(
      float[] x, int xAt, int[] pixels, int[] taps, float[] g, int plane, float[] sums) {}

  /// `sums[t, o] += Σ x[pixels[q] + taps[t]]·g[o, q]` for some taps t and some channels o.
  ///
  /// @param first the first pixel, whose gradient is at `gAt`; `n` of them
  /// @param tap the first tap
  void correlate(Correlation c, int first, int n, int tap, int gAt, int sumsAt);
}

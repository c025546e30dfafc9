package lectern.backend.cpu.images;

/// The inner loops of convolutions over [Planes], two dozen sums in registers. They read plainly in
/// [lectern.backend.FusedImages].
public interface ConvolutionKernels {

  /// Numbers of one vector.
  int lanes();

  /// `y[o, q] += Σₜ w[t, o]·x[taps[t] + q]` for eight o and three vectors of q.
  ///
  /// @param taps where each tap's pixels begin, counted from `at`
  /// @param w eight weights for each tap
  /// @param plane the distance between the eight rows of y
  void accumulate(float[] x, int at, int[] taps, float[] w, int wAt, float[] y, int yAt, int plane);

  /// `out[t, o] += Σ x[taps[t] + j]·g[j, o]` over j < n, for twelve taps, and two vectors of
  /// channels o.
  ///
  /// @param first the first of the twelve in `taps`
  /// @param width the distance between the pixels of g
  void correlateMany(
      float[] x,
      int[] taps,
      int first,
      float[] g,
      int gAt,
      int width,
      int n,
      float[] out,
      int outAt);

  /// The loops of many images side by side that waste the fewest of so many channels.
  ImageTiles tiles(int channels);

  /// Brings images side by side: `out[places[k] + l] = x[from[l] + at + k]` for each lane l and k <
  /// n, n ≥ [#lanes].
  ///
  /// @param live how many lanes; in the others are zeros
  /// @param places where the vectors begin, counted from `outAt`
  void toLanes(
      float[] x, int[] from, int at, int n, int live, float[] out, int outAt, int[] places);

  /// And back: `out[to[l] + outAt + k] = x[at + k·lanes + l]` for each lane l and k < n, n ≥
  /// [#lanes].
  void fromLanes(float[] x, int at, int n, float[] out, int[] to, int outAt);

  /// `out[outAt + k] = Σₗ x[at + k·lanes + l]` for k < n, a multiple of [#lanes].
  void sumLanes(float[] x, int at, int n, float[] out, int outAt);
}

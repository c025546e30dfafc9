package lectern.backend.cpu.images;

/// The inner loops of [Winograd]: the transforms of tiles, sixteen tiles or channels in the lanes
/// of a vector, and the products between them. The letters are the paper's.
public interface WinogradKernels {

  /// Numbers of one vector.
  int lanes();

  /// Tiles of one turn of [#multiply].
  int run();

  /// Takes the numbers at even and at odd places apart, `2n` in all; writes whole vectors.
  void split(float[] x, int at, float[] even, int evenAt, float[] odd, int oddAt, int n);

  /// V ← Bᵀ·d·B for `n` tiles side by side; writes whole vectors.
  ///
  /// @param even the pixels of even columns: even rows at `at`, odd rows `half` behind them
  /// @param odd those of odd columns
  /// @param row how far apart two rows of the same kind are
  /// @param plane how far apart the sixteen numbers of V are
  void input(
      float[] even, float[] odd, int at, int half, int row, float[] v, int vAt, int plane, int n);

  /// `m[o, q] = Σ u[c, o]·v[c, q]` for eight o and three vectors of q.
  ///
  /// @param row the distance between the rows of v, and of m
  /// @param u eight numbers for each c
  void multiply(float[] v, int vAt, int row, float[] u, int uAt, int channels, float[] m, int mAt);

  /// Y ← Aᵀ·M·A + bias for `n` tiles side by side, squares of 2×2 pixels; writes whole vectors.
  ///
  /// @param plane how far apart the sixteen numbers of M are
  /// @param top where the upper rows go in y, `bottom` the lower ones
  /// @return 0, or NaN if one of the pixels is not finite
  float output(float[] m, int mAt, int plane, float bias, float[] y, int top, int bottom, int n);

  /// Lays as many channels as a vector has lanes, `plane` apart in x, beside each other: `out[q, l]
  /// = x[l, q]`; n is a multiple of the lanes.
  void turn(float[] x, int at, int plane, float[] out, int outAt, int n);

  /// W ← A·∂Y·Aᵀ for `n` tiles one after the other and a vector of channels.
  ///
  /// @param g pairs of pixels, a vector of channels each: upper rows at `at`, lower ones `half`
  ///   behind them
  /// @param width how far apart two tiles are in w
  /// @param plane how far apart the sixteen numbers of W are
  void gradient(float[] g, int at, int half, float[] w, int wAt, int width, int plane, int n);

  /// `out[c, o] += Σ v[c, t]·w[t, o]` over t < n, for eight c and two vectors of o.
  ///
  /// @param row the distance between the rows of v
  /// @param width the distance between the rows of w
  void correlate(
      float[] v, int vAt, int row, float[] w, int wAt, int width, int n, float[] out, int outAt);
}

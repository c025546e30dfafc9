package lectern.nn;

/// The generator that the golden files were made with.
final class Lcg {

  private long state;

  Lcg(long seed) {
    state = seed;
  }

  /// Uniform in [0, 1).
  double uniform() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (state >>> 11) * 0x1p-53;
  }

  /// Uniform in [−1, 1).
  double symmetric() {
    return 2 * uniform() - 1;
  }
}

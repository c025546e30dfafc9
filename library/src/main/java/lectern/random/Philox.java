package lectern.random;

/// The Philox 4x32-10 generator: a keyed bijection of 128-bit counters.
///
/// A counter-based generator has no state that walks along: number `i` of a stream is computed from
/// `i` alone, so any thread may compute any part of it and the result is the same.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011, section 3.2 and table 2.
final class Philox {

  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;

  /// The Weyl steps of the key: the golden ratio and √3 − 1.
  private static final int W0 = 0x9E3779B9;

  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /// Encrypts one counter and writes 128 random bits as two longs.
  ///
  /// @param key the 64-bit key, low word first
  /// @param low the low 64 bits of the counter
  /// @param high the high 64 bits of the counter
  /// @param out receives output words 0, 1 in `out[0]` (word 0 in the low half) and 2, 3 in
  ///   `out[1]`
  static void block(long key, long low, long high, long[] out) {
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (c0 & LOW);
      long p1 = M1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    out[0] = (c0 & LOW) | ((long) c1 << 32);
    out[1] = (c2 & LOW) | ((long) c3 << 32);
  }
}

package lectern.random;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// A sequence of random numbers that is fixed by its key alone.
///
/// Each call takes the next numbers of the sequence. Long arrays are filled by several threads; the
/// values do not depend on how many. A float array gets the values that a double array would get,
/// cut to 24 bits (uniform) or rounded (normal), so float32 and float64 models can start alike.
/// Streams may be shared between threads; then the order of calls decides who gets which numbers.
public final class RandomStream {

  private static final long CHILD_DOMAIN = 1L << 32;
  private static final int CHUNK = 1 << 14;
  private static final double TO_UNIT = 0x1p-53;
  private static final float TO_UNIT_FLOAT = 0x1p-24f;

  private final long key;
  private final AtomicLong position = new AtomicLong();

  /// A stream of its own, apart from [Seeds].
  public RandomStream(long seed) {
    this.key = seed;
  }

  /// A stream whose numbers are independent of this one's and of every other child's. It depends on
  /// this stream's key and the name, not on how far this stream has been read.
  public RandomStream child(String name) {
    return child(hash(name));
  }

  /// The child with a number instead of a name, for example one a layer or one an epoch.
  public RandomStream child(long index) {
    var out = new long[2];
    Philox.block(key, index, CHILD_DOMAIN, out);
    return new RandomStream(out[0]);
  }

  /// How far the stream has been read, in blocks of 128 bits; save it to go on later.
  public long position() {
    return position.get();
  }

  /// Goes to a place that [#position()] told.
  public void position(long blocks) {
    position.set(blocks);
  }

  /// One uniform number in [0, 1).
  public double nextDouble() {
    return (next() >>> 11) * TO_UNIT;
  }

  /// One standard normal number.
  public double nextGaussian() {
    var one = new double[1];
    normal(one, 0, 1);
    return one[0];
  }

  /// One integer in [0, bound).
  public int nextInt(int bound) {
    return (int) scaled(next(), positive(bound));
  }

  /// Fills with uniform numbers in [low, high), or with `low` if both are equal.
  ///
  /// @throws IllegalArgumentException if `low` is larger than `high`
  public void uniform(float[] out, double low, double high) {
    checkOrder(low, high);
    // Scaling in float could round up to `high`; the largest float below it is the bound.
    float last = Math.max((float) low, Math.nextDown((float) high));
    double width = high - low;
    words(
        out.length,
        (i, a, b) -> {
          out[i] = Math.min(last, (float) (low + width * ((a >>> 40) * TO_UNIT_FLOAT)));
          if (i + 1 < out.length) {
            out[i + 1] = Math.min(last, (float) (low + width * ((b >>> 40) * TO_UNIT_FLOAT)));
          }
        });
  }

  /// Fills with uniform numbers in [low, high), or with `low` if both are equal.
  ///
  /// @throws IllegalArgumentException if `low` is larger than `high`
  public void uniform(double[] out, double low, double high) {
    checkOrder(low, high);
    double last = Math.max(low, Math.nextDown(high));
    double width = high - low;
    words(
        out.length,
        (i, a, b) -> {
          out[i] = Math.min(last, low + width * ((a >>> 11) * TO_UNIT));
          if (i + 1 < out.length) {
            out[i + 1] = Math.min(last, low + width * ((b >>> 11) * TO_UNIT));
          }
        });
  }

  /// Fills with normal numbers of the given mean and standard deviation (Box and Muller 1958: √(−2
  /// ln u)·cos 2πv and √(−2 ln u)·sin 2πv).
  public void normal(float[] out, double mean, double deviation) {
    words(
        out.length,
        (i, a, b) -> {
          double radius = deviation * radius(a);
          double angle = angle(b);
          out[i] = (float) (mean + radius * StrictMath.cos(angle));
          if (i + 1 < out.length) {
            out[i + 1] = (float) (mean + radius * StrictMath.sin(angle));
          }
        });
  }

  /// Fills with normal numbers of the given mean and standard deviation.
  public void normal(double[] out, double mean, double deviation) {
    words(
        out.length,
        (i, a, b) -> {
          double radius = deviation * radius(a);
          double angle = angle(b);
          out[i] = mean + radius * StrictMath.cos(angle);
          if (i + 1 < out.length) {
            out[i + 1] = mean + radius * StrictMath.sin(angle);
          }
        });
  }

  /// Fills with 1 (probability `p`) and 0.
  public void bernoulli(float[] out, double p) {
    words(
        out.length,
        (i, a, b) -> {
          out[i] = hit(a, p) ? 1 : 0;
          if (i + 1 < out.length) {
            out[i + 1] = hit(b, p) ? 1 : 0;
          }
        });
  }

  /// Fills with 1 (probability `p`) and 0.
  public void bernoulli(double[] out, double p) {
    words(
        out.length,
        (i, a, b) -> {
          out[i] = hit(a, p) ? 1 : 0;
          if (i + 1 < out.length) {
            out[i + 1] = hit(b, p) ? 1 : 0;
          }
        });
  }

  /// Fills with integers in [0, bound). A number's chance differs from 1/bound by less than 2⁻³².
  public void ints(int[] out, int bound) {
    positive(bound);
    words(
        out.length,
        (i, a, b) -> {
          out[i] = (int) scaled(a, bound);
          if (i + 1 < out.length) {
            out[i + 1] = (int) scaled(b, bound);
          }
        });
  }

  /// The numbers 0 … n−1 in random order (Fisher and Yates, in Durstenfeld's form).
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation(n) needs n ≥ 0, got " + n);
    }
    var order = new int[n];
    var swaps = new long[n];
    words(
        n,
        (i, a, b) -> {
          swaps[i] = a;
          if (i + 1 < n) {
            swaps[i + 1] = b;
          }
        });
    for (int i = 0; i < n; i++) {
      int j = (int) scaled(swaps[i], i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /// Receives the two random longs for the elements `i` and `i + 1`.
  private interface Pair {
    void accept(int i, long a, long b);
  }

  /// Takes ⌈n/2⌉ blocks of the sequence and hands each to `pair`, in parallel when there are many.
  private void words(int n, Pair pair) {
    int blocks = n / 2 + n % 2;
    long first = position.getAndAdd(blocks);
    if (blocks <= CHUNK) {
      range(first, 0, blocks, pair);
      return;
    }
    int chunks = (blocks + CHUNK - 1) / CHUNK;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(c -> range(first, c * CHUNK, (int) Math.min(blocks, (c + 1L) * CHUNK), pair));
  }

  private void range(long first, int from, int to, Pair pair) {
    var out = new long[2];
    for (int block = from; block < to; block++) {
      Philox.block(key, first + block, 0, out);
      pair.accept(2 * block, out[0], out[1]);
    }
  }

  private long next() {
    var out = new long[2];
    Philox.block(key, position.getAndIncrement(), 0, out);
    return out[0];
  }

  /// √(−2 ln u) with u in (0, 1]: zero is left out so that the logarithm is finite.
  private static double radius(long word) {
    return Math.sqrt(-2 * StrictMath.log(((word >>> 11) + 1) * TO_UNIT));
  }

  private static double angle(long word) {
    return 2 * Math.PI * ((word >>> 11) * TO_UNIT);
  }

  private static boolean hit(long word, double p) {
    return (word >>> 11) * TO_UNIT < p;
  }

  private static long scaled(long word, long bound) {
    return Math.unsignedMultiplyHigh(word, bound);
  }

  private static void checkOrder(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "uniform numbers lie in [low, high), low ≤ high; got [%s, %s)".formatted(low, high));
    }
  }

  private static int positive(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("integers below a bound need bound ≥ 1, got " + bound);
    }
    return bound;
  }

  /// FNV-1a, 64 bits.
  private static long hash(String name) {
    long h = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * 0x100000001b3L;
    }
    return h;
  }
}

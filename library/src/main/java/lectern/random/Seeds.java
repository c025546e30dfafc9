package lectern.random;

import java.util.concurrent.ConcurrentHashMap;

/// The one seed of a program, and the named streams that grow from it.
///
/// ```java
/// Seeds.set(7);                                 // everything below repeats exactly
/// var weights = new float[1000];
/// Seeds.stream("init").normal(weights, 0, 1);   // draws of other names do not disturb this one
/// ```
///
/// The library itself draws from `"init"` (initial weights), `"shuffle"` (data order), `"dropout"`
/// and `"tensor"` (`Tensor.rand` and its kin), so that a longer training or one more dropout leaves
/// the initial weights as they were. Until a seed is set it is 0.
public final class Seeds {

  private record Root(RandomStream stream, ConcurrentHashMap<String, RandomStream> children) {
    Root(long seed) {
      this(new RandomStream(seed), new ConcurrentHashMap<>());
    }
  }

  private static volatile Root root = new Root(0);

  private Seeds() {}

  /// Sets the seed. Every named stream starts anew; a stream that somebody still holds runs on
  /// undisturbed, so ask [#stream] for it each time.
  public static void set(long seed) {
    root = new Root(seed);
  }

  /// The stream of this name under the current seed; the same object until the seed is set again.
  public static RandomStream stream(String name) {
    var now = root;
    return now.children.computeIfAbsent(name, now.stream::child);
  }
}

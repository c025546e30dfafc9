package lectern.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import lectern.random.Seeds;

/// Deals a data set out in batches; each loop over the loader is one epoch.
///
/// ```java
/// for (var batch : new DataLoader(MNIST.train(), 100).shuffle()) {
///   var logits = model.apply(batch.x());
/// }
/// ```
///
/// A shuffled loader takes a new order for each epoch from the stream `"shuffle"` of
/// [lectern.random.Seeds], so a seed repeats all of them.
public final class DataLoader implements Iterable<Batch> {

  private final Dataset data;
  private final int batchSize;
  private boolean shuffled;
  private boolean whole;

  /// A loader in the data set's own order; the last batch may be smaller.
  public DataLoader(Dataset data, int batchSize) {
    if (batchSize <= 0) {
      throw new IllegalArgumentException("a batch needs at least 1 example, got " + batchSize);
    }
    this.data = data;
    this.batchSize = batchSize;
  }

  /// Deals in a new random order each epoch.
  public DataLoader shuffle() {
    shuffled = true;
    return this;
  }

  /// Leaves out the last batch where it is smaller than the others.
  public DataLoader dropLast() {
    whole = true;
    return this;
  }

  /// How many batches an epoch has.
  public int size() {
    int n = data.size();
    return whole ? n / batchSize : n / batchSize + (n % batchSize == 0 ? 0 : 1);
  }

  /// The data set that is dealt out.
  public Dataset data() {
    return data;
  }

  @Override
  public Iterator<Batch> iterator() {
    int n = data.size();
    int[] order = shuffled ? Seeds.stream("shuffle").permutation(n) : new int[n];
    if (!shuffled) {
      Arrays.setAll(order, i -> i);
    }
    int batches = size();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < batches;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the epoch has " + batches + " batches");
        }
        int from = next++ * batchSize;
        return data.batch(Arrays.copyOfRange(order, from, Math.min(n, from + batchSize)));
      }
    };
  }
}

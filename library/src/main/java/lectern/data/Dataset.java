package lectern.data;

import java.util.Arrays;
import java.util.Objects;
import lectern.tensor.Tensor;

/// Examples that can be asked for by number.
public interface Dataset {

  /// How many examples there are.
  int size();

  /// The examples of these numbers, in this order.
  ///
  /// @throws IndexOutOfBoundsException if a number is not in 0 … size−1
  Batch batch(int... numbers);

  /// All examples as one batch.
  default Batch all() {
    return batch(range(0, size()));
  }

  /// The first `n` examples as a data set of their own.
  default Dataset first(int n) {
    if (n < 0 || n > size()) {
      throw new IllegalArgumentException(
          "first(n) needs 0 ≤ n ≤ " + size() + ", the data set's size; got " + n);
    }
    var whole = this;
    return new Dataset() {
      @Override
      public int size() {
        return n;
      }

      @Override
      public Batch batch(int... numbers) {
        for (int i : numbers) {
          Objects.checkIndex(i, n);
        }
        return whole.batch(numbers);
      }
    };
  }

  /// A data set around tensors that exist.
  ///
  /// @param x `(N, …)`, one example per row
  /// @param y `(N, …)`, the answers
  static Dataset of(Tensor x, Tensor y) {
    if (x.rank() == 0 || y.rank() == 0 || x.size(0) != y.size(0)) {
      throw new IllegalArgumentException(
          "a data set needs as many answers as examples: x %s, y %s"
              .formatted(x.shape(), y.shape()));
    }
    return new Dataset() {
      @Override
      public int size() {
        return x.size(0);
      }

      @Override
      public Batch batch(int... numbers) {
        var index = Tensor.of(numbers, numbers.length);
        return new Batch(x.take(0, index), y.take(0, index));
      }
    };
  }

  /// The numbers `from`, …, `to − 1`.
  private static int[] range(int from, int to) {
    var numbers = new int[to - from];
    Arrays.setAll(numbers, i -> from + i);
    return numbers;
  }
}

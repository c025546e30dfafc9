package lectern.backend.reference;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Shape;

/// Batched matrix products.
final class Matmul {

  private Matmul() {}

  /// cₘₙ = Σₖ aₘₖ bₖₙ for each setting of the leading dimensions.
  static Array multiply(Backend backend, Array a, Array b) {
    int m = a.shape().at(-2);
    int k = a.shape().at(-1);
    int n = b.shape().at(-1);
    var batch = Shape.broadcast(batch(a.shape()), batch(b.shape()));
    var result = backend.allocate(a.dtype(), append(batch, m, n));
    var left = new Elements(a.expand(append(batch, m, k)));
    var right = new Elements(b.expand(append(batch, k, n)));
    var out = new Elements(result);
    for (int i = 0; i < out.size(); i++) {
      int matrix = i / (m * n);
      int row = i / n % m;
      int column = i % n;
      double sum = 0;
      for (int j = 0; j < k; j++) {
        sum += left.get((matrix * m + row) * k + j) * right.get((matrix * k + j) * n + column);
      }
      out.set(i, sum);
    }
    return result;
  }

  private static Shape batch(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  private static Shape append(Shape batch, int rows, int columns) {
    var dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = rows;
    dims[batch.rank() + 1] = columns;
    return Shape.of(dims);
  }
}

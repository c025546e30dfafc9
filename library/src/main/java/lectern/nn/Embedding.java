package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// A row of numbers for each of n things; rows start standard normal.
///
/// Shape: ids `(…)`, INT32 or INT64 → `(…, width)`; weight `(n, width)`.
public final class Embedding extends Stage {

  public final Parameter weight;

  /// Rows of `width` numbers for `n` things.
  public Embedding(int n, int width) {
    weight = parameter("weight", Init.normal(0, 1).make(Shape.of(n, width)));
  }

  @Override
  protected Tensor forward(Tensor ids) {
    try {
      return weight.take(0, ids);
    } catch (IndexOutOfBoundsException e) {
      var who = name().isEmpty() ? "Embedding" : name() + " (Embedding)";
      var told =
          new IndexOutOfBoundsException(who + ": ids are rows of the weight: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  @Override
  protected String details() {
    return weight.size(0) + " × " + weight.size(1);
  }
}

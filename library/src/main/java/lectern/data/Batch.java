package lectern.data;

import lectern.tensor.Tensor;

/// Some examples of a data set.
///
/// @param x what goes into the model, `(N, …)`
/// @param y what should come out, `(N, …)`; class numbers are `(N,)` INT64
public record Batch(Tensor x, Tensor y) {

  /// How many examples there are, N.
  public int size() {
    return x.size(0);
  }
}

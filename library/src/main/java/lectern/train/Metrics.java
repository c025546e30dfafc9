package lectern.train;

import lectern.tensor.Tensor;

/// Numbers that tell how good answers are, one for a batch.
public final class Metrics {

  private Metrics() {}

  /// The part of the rows whose highest score is that of the true class, 0 to 1.
  ///
  /// @param scores (N, K)
  /// @param labels (N), class numbers
  /// @throws IllegalArgumentException if the shapes do not fit
  public static double accuracy(Tensor scores, Tensor labels) {
    if (scores.rank() != 2) {
      throw new IllegalArgumentException(
          "Metrics.accuracy needs scores of shape (N, K), got " + scores.shape());
    }
    return new Confusion(scores.size(1)).add(scores, labels).accuracy();
  }
}

package lectern.nn;

import lectern.backend.Shape;
import lectern.tensor.ShapeException;

/// [BatchNorm] of vectors or sequences.
///
/// Shape: x `(N, channels)` or `(N, channels, T)` → the same; weight γ, bias β and the running
/// statistics `(channels,)`.
public final class BatchNorm1d extends BatchNorm {

  /// ε = 1e-5, momentum 0.1.
  public BatchNorm1d(int channels) {
    this(channels, 1e-5, 0.1);
  }

  /// A layer for `channels` channels.
  ///
  /// @param momentum how much a new batch counts in the running statistics
  public BatchNorm1d(int channels, double eps, double momentum) {
    super(channels, eps, momentum);
  }

  @Override
  void check(Shape x) {
    if (x.rank() != 2 && x.rank() != 3) {
      throw new ShapeException("x is (N, C) or (N, C, T); got " + x);
    }
  }
}

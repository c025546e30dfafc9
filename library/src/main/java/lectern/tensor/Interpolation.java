package lectern.tensor;

import lectern.backend.DType;
import lectern.backend.Shape;

/// Images at another size.
@SuppressWarnings("InvalidBlockTag") // @shape
public final class Interpolation {

  private Interpolation() {}

  /// Bilinear: Y = A·X·Bᵀ. Row i of A holds how much each row of X counts for row i of Y: the
  /// pixels' centres are laid over each other (PyTorch's `align_corners=False`), the two nearest
  /// rows share by distance. As 0·∞ is no number, an infinity or NaN in X shows in whole rows and
  /// columns of Y, not only beside its place as in PyTorch.
  ///
  /// @shape `(…, H, W)` → `(…, height, width)`
  public static Tensor bilinear(Tensor x, int height, int width) {
    if (x.rank() < 2 || height < 1 || width < 1 || x.size(-1) < 1 || x.size(-2) < 1) {
      throw new ShapeException(
          "bilinear: (…, H, W) → (…, height, width), none of them 0; got %s → %d × %d"
              .formatted(x.shape(), height, width));
    }
    var input = Operands.floating(x);
    int h = x.size(-2);
    int w = x.size(-1);
    var y = h == height ? input : weights(input, h, height).matmul(input);
    return w == width ? y : y.matmul(weights(input, w, width).t());
  }

  /// `(to, from)`; each row sums to 1.
  private static Tensor weights(Tensor like, int from, int to) {
    var weights = new double[to * from];
    for (int i = 0; i < to; i++) {
      double centre = Math.max(0, (i + 0.5) * from / to - 0.5);
      int low = Math.min((int) centre, from - 1);
      int high = Math.min(low + 1, from - 1);
      weights[i * from + low] += 1 - (centre - low);
      weights[i * from + high] += centre - low;
    }
    var array = like.backend().wrap(weights, Shape.of(to, from));
    return new Tensor(
        like.dtype() == DType.FLOAT64 ? array : like.backend().cast(array, like.dtype()));
  }
}

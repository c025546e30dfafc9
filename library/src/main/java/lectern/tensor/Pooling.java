package lectern.tensor;

import java.util.Arrays;
import lectern.backend.DType;
import lectern.backend.Shape;

/// Images at a fixed size, whatever size comes in: window i covers the rows ⌊i·H/H'⌋ to
/// ⌈(i+1)·H/H'⌉ − 1, and so across; windows may overlap.
@SuppressWarnings("InvalidBlockTag") // @shape
public final class Pooling {

  private Pooling() {}

  /// The mean of each window: Y = A·X·Bᵀ, row i of A holding 1/n at the n rows of window i. As 0·∞
  /// is no number, an infinity or NaN in X shows in its whole row and column of windows, not only
  /// in its own as in PyTorch. One window is the mean of all.
  ///
  /// @shape `(…, H, W)` → `(…, height, width)`
  public static Tensor adaptiveAvgPool2d(Tensor x, int height, int width) {
    check("adaptiveAvgPool2d", x, height, width);
    var input = Operands.floating(x);
    if (height == 1 && width == 1) {
      return input.mean(new int[] {-2, -1}, true);
    }
    var y = x.size(-2) == height ? input : means(input, x.size(-2), height).matmul(input);
    return x.size(-1) == width ? y : y.matmul(means(input, x.size(-1), width).t());
  }

  /// The largest number of each window; where several are largest they share the gradient (PyTorch
  /// gives it to the first).
  ///
  /// @shape `(…, H, W)` → `(…, height, width)`
  public static Tensor adaptiveMaxPool2d(Tensor x, int height, int width) {
    check("adaptiveMaxPool2d", x, height, width);
    int rows = x.rank() - 2;
    // (…, H, W) → (…, height, h, W) → (…, height, W) → (…, height, width, w) → (…, height, width)
    var tall = x.take(rows, windows(x, x.size(-2), height)).max(rows + 1);
    return tall.take(rows + 1, windows(x, x.size(-1), width)).max(rows + 2);
  }

  private static void check(String name, Tensor x, int height, int width) {
    if (x.rank() < 2 || height < 1 || width < 1 || x.size(-2) < 1 || x.size(-1) < 1) {
      throw new ShapeException(
          "%s: (…, H, W) → (…, height, width), none of them 0; got %s → %d × %d"
              .formatted(name, x.shape(), height, width));
    }
  }

  private static int start(int i, int from, int to) {
    return (int) ((long) i * from / to);
  }

  private static int end(int i, int from, int to) {
    return (int) (((i + 1L) * from + to - 1) / to);
  }

  /// `(to, from)`; each row sums to 1.
  private static Tensor means(Tensor like, int from, int to) {
    var weights = new double[to * from];
    for (int i = 0; i < to; i++) {
      int start = start(i, from, to);
      int end = end(i, from, to);
      Arrays.fill(weights, i * from + start, i * from + end, 1.0 / (end - start));
    }
    var array = like.backend().wrap(weights, Shape.of(to, from));
    return new Tensor(
        like.dtype() == DType.FLOAT64 ? array : like.backend().cast(array, like.dtype()));
  }

  /// `(to, longest window)`, INT32; shorter windows name their last place again.
  private static Tensor windows(Tensor like, int from, int to) {
    int longest = 0;
    for (int i = 0; i < to; i++) {
      longest = Math.max(longest, end(i, from, to) - start(i, from, to));
    }
    var places = new int[to * longest];
    for (int i = 0; i < to; i++) {
      for (int j = 0; j < longest; j++) {
        places[i * longest + j] = Math.min(start(i, from, to) + j, end(i, from, to) - 1);
      }
    }
    return new Tensor(like.backend().wrap(places, Shape.of(to, longest)));
  }
}

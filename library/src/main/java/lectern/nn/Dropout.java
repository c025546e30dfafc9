package lectern.nn;

import lectern.backend.DType;
import lectern.random.Seeds;
import lectern.tensor.Tensor;

/// In training each element is 0 with probability p, the others are divided by 1 − p; in use
/// nothing happens. N. Srivastava and others, 2014. Draws from the stream `"dropout"`.
public final class Dropout extends Stage {

  private final double p;

  /// @throws IllegalArgumentException if p is not in [0, 1)
  public Dropout(double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("Dropout: p is in [0, 1), got " + p);
    }
    this.p = p;
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (!isTraining() || p == 0 || !x.backend().hasValues()) {
      return x;
    }
    var kept = new float[Math.toIntExact(x.size())];
    Seeds.stream("dropout").bernoulli(kept, 1 - p);
    var mask = Tensor.wrap(x.backend().wrap(kept, x.shape()));
    return x.mul((x.dtype() == DType.FLOAT32 ? mask : mask.to(x.dtype())).div(1 - p));
  }

  @Override
  protected String details() {
    return "p = " + p;
  }
}

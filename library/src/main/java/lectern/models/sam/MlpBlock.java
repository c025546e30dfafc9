package lectern.models.sam;

import lectern.nn.Linear;
import lectern.nn.Stage;
import lectern.tensor.Tensor;

/// Wider, bent, narrow again: y = f(x·W₁ᵀ + b₁)·W₂ᵀ + b₂. The encoder bends with GELU, the decoder
/// with ReLU.
public final class MlpBlock extends Stage {

  private final Linear lin1;
  private final Stage act;
  private final Linear lin2;

  MlpBlock(int width, int hidden, Stage act) {
    this.lin1 = child("lin1", new Linear(width, hidden));
    this.act = child("act", act);
    this.lin2 = child("lin2", new Linear(hidden, width));
  }

  /// Shape: `(…, D)` → `(…, D)`
  @Override
  protected Tensor forward(Tensor x) {
    return lin2.apply(act.apply(lin1.apply(x)));
  }
}

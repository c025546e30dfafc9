package lectern.models.sam;

import java.util.ArrayList;
import java.util.List;
import lectern.nn.Linear;
import lectern.nn.Stage;
import lectern.tensor.Tensor;

/// Linear layers with ReLU between them: the hypernetworks and the quality head.
public final class Mlp extends Stage {

  private final List<Linear> layers;

  Mlp(int in, int hidden, int out, int depth) {
    var linears = new ArrayList<Linear>();
    for (int i = 0; i < depth; i++) {
      linears.add(new Linear(i == 0 ? in : hidden, i == depth - 1 ? out : hidden));
    }
    this.layers = children("layers", linears);
  }

  /// Shape: `(…, in)` → `(…, out)`
  @Override
  protected Tensor forward(Tensor x) {
    var y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).apply(i == 0 ? y : y.relu());
    }
    return y;
  }
}

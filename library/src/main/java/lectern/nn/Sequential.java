package lectern.nn;

import lectern.tensor.Tensor;

/// Stages one after another, named `0`, `1`, ….
public final class Sequential extends Stage {

  private final Stage[] stages;

  /// Chains the stages in this order.
  public Sequential(Stage... stages) {
    this.stages = stages.clone();
    for (int i = 0; i < stages.length; i++) {
      child(Integer.toString(i), stages[i]);
    }
  }

  /// Stage number `i`.
  public Stage get(int i) {
    return stages[i];
  }

  @Override
  protected Tensor forward(Tensor x) {
    var y = x;
    for (var stage : stages) {
      y = stage.apply(y);
    }
    return y;
  }
}

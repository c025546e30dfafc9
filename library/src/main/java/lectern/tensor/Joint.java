package lectern.tensor;

import java.util.function.Function;

/// Rules of one operation whose gradients come out of one computation: the first that is asked
/// computes them all, the others take theirs.
final class Joint {

  private final Function<Tensor, Tensor[]> all;
  private Tensor g;
  private Tensor[] gradients;

  private Joint(Function<Tensor, Tensor[]> all) {
    this.all = all;
  }

  /// One rule for each of `count` inputs.
  static Rule[] rules(int count, Function<Tensor, Tensor[]> all) {
    var joint = new Joint(all);
    var rules = new Rule[count];
    for (int i = 0; i < count; i++) {
      int which = i;
      rules[i] = g -> joint.take(which, g);
    }
    return rules;
  }

  private Tensor take(int which, Tensor upstream) {
    if (g != upstream || gradients[which] == null) {
      g = upstream;
      gradients = all.apply(upstream);
    }
    var taken = gradients[which];
    gradients[which] = null;
    return taken;
  }
}

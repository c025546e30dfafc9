package lectern.tensor;

import java.util.function.UnaryOperator;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;

/// How the gradient of one input follows from the gradient of the result.
///
/// A rule returns a new tensor, or `g`, or a view of `g`. Its shape may be the broadcast one: the
/// engine sums it to the input's. Written with tensor operations, it can be differentiated again.
@FunctionalInterface
interface Rule {

  Tensor apply(Tensor g);

  /// The rule of a view of some of the input's elements: `whole` makes zeros with g in their place.
  /// Where the engine has part of the input's gradient already, g is added to the same `part` of
  /// that: a sequence taken apart step by step costs one gradient of its size, not one a step.
  record Part(Rule whole, UnaryOperator<Array> part) implements Rule {

    @Override
    public Tensor apply(Tensor g) {
      return whole.apply(g);
    }

    void addTo(Array sum, Tensor g, Backend backend) {
      backend.update(Binary.ADD, part.apply(sum), g.array());
    }
  }
}

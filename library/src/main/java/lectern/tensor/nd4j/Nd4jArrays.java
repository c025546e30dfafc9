package lectern.tensor.nd4j;

import lectern.backend.nd4j.Nd4jElements;
import lectern.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/// The bridge between tensors and ND4J's arrays. Both ways copy, so neither side changes the
/// other's numbers.
public final class Nd4jArrays {

  private Nd4jArrays() {}

  /// A tensor on the current backend with the array's elements, shape and type.
  ///
  /// @throws IllegalArgumentException if the array's type has no counterpart, for example FLOAT16
  public static Tensor fromNd4j(INDArray array) {
    return Tensor.wrap(Nd4jElements.elements(array), Nd4jElements.shape(array));
  }

  /// An array of the tensor's elements, shape and type, in C order.
  public static INDArray toNd4j(Tensor tensor) {
    return Nd4jElements.create(tensor.backend().toJava(tensor.array()), tensor.shape());
  }
}

package lectern.backend.nd4j;

import lectern.backend.Backend;
import lectern.backend.BackendContract;
import lectern.backend.DType;

final class Nd4jFloat64Test extends BackendContract {

  Nd4jFloat64Test() {
    super(Backend.named("nd4j"), DType.FLOAT64);
  }

  /// ND4J adds one by one in the array's own type.
  @Override
  protected double longSumUlps() {
    return 400;
  }
}

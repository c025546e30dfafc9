package lectern.backend.nd4j;

import lectern.backend.Backend;
import lectern.backend.BackendContract;
import lectern.backend.DType;
import org.nd4j.linalg.factory.Nd4j;

final class Nd4jFloat64Test extends BackendContract {

  Nd4jFloat64Test() {
    super(Backend.named("nd4j"), DType.FLOAT64);
    // On small arrays beside other programs, ND4J's threads mostly wait for each other.
    Nd4j.getEnvironment().setMaxMasterThreads(1);
  }

  /// ND4J adds one by one in the array's own type.
  @Override
  protected double longSumUlps() {
    return 400;
  }
}

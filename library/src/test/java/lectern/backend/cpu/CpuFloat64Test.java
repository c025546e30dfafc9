package lectern.backend.cpu;

import lectern.backend.Backend;
import lectern.backend.BackendContract;
import lectern.backend.DType;

final class CpuFloat64Test extends BackendContract {

  CpuFloat64Test() {
    super(Backend.named("cpu"), DType.FLOAT64);
  }
}

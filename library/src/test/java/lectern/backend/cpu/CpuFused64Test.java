package lectern.backend.cpu;

import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.FusedContract;

final class CpuFused64Test extends FusedContract {

  CpuFused64Test() {
    super(Backend.named("cpu"), DType.FLOAT64);
  }
}

package lectern.backend.cpu;

import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.FusedContract;

final class CpuFused32Test extends FusedContract {

  CpuFused32Test() {
    super(Backend.named("cpu"), DType.FLOAT32);
  }
}

package lectern.backend.cpu;

import lectern.backend.Backend;
import lectern.backend.BackendContract;
import lectern.backend.DType;

final class CpuFloat32Test extends BackendContract {

  CpuFloat32Test() {
    super(Backend.named("cpu"), DType.FLOAT32);
  }
}

package lectern.backend.cpu;

import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.LayerContract;

final class CpuLayers32Test extends LayerContract {

  CpuLayers32Test() {
    super(Backend.named("cpu"), DType.FLOAT32);
  }
}

package lectern.backend.cpu;

import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.LayerContract;

final class CpuLayers64Test extends LayerContract {

  CpuLayers64Test() {
    super(Backend.named("cpu"), DType.FLOAT64);
  }
}

package lectern.backend.cpu;

import lectern.backend.AttentionContract;
import lectern.backend.Backend;
import lectern.backend.DType;

final class CpuAttention64Test extends AttentionContract {

  CpuAttention64Test() {
    super(Backend.named("cpu"), DType.FLOAT64);
  }
}

package lectern.backend.cpu;

import lectern.backend.AttentionContract;
import lectern.backend.Backend;
import lectern.backend.DType;

final class CpuAttention32Test extends AttentionContract {

  CpuAttention32Test() {
    super(Backend.named("cpu"), DType.FLOAT32);
  }
}

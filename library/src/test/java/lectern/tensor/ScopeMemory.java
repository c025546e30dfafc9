package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lectern.backend.DType;

/// Watches the memory of tensors: which it is, whether it was freed, and what uses it next.
final class ScopeMemory {

  /// Large enough that the engine keeps the memory for the next one.
  static final int N = 5000;

  private ScopeMemory() {}

  static Object memory(Tensor t) {
    return t.array().storage().data();
  }

  /// Asks for memory of the size used here until none is left from before, and fills it.
  static void useMemoryAgain() {
    for (int i = 0; i < 50; i++) {
      Tensor.full(DType.FLOAT32, -7, N).mul(3).add(1);
    }
  }

  static void isFreed(Tensor t) {
    var e = assertThrows(IllegalStateException.class, t::toFloats);
    assertTrue(e.getMessage().contains("was freed at the end of the Tensor.scope"), e.getMessage());
    assertTrue(t.toString().endsWith("freed at the end of its scope"), t.toString());
    assertThrows(IllegalStateException.class, () -> t.add(1));
    assertThrows(IllegalStateException.class, () -> t.fillInPlace(1));
    assertTrue(t.toMimeBundle().data().toString().contains("freed"));
  }
}

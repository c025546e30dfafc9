package lectern.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import lectern.backend.Backend;
import lectern.backend.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/// ND4J and the cpu backend in one process may share one OpenBLAS.
final class SharedOpenBlasTest {

  @Test
  void bothMultiplyRightWhenTheyTakeTurns() {
    var cpu = Backend.named("cpu");
    var ones = new float[300 * 300];
    Arrays.fill(ones, 1);
    var a = cpu.wrap(ones, Shape.of(300, 300));
    var b = Nd4j.ones(300, 300);
    for (int turn = 0; turn < 5; turn++) {
      assertEquals(300, cpu.get(cpu.matmul(a, a), 89_999));
      assertEquals(300, b.mmul(b).getDouble(299, 299));
    }
  }
}

package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import lectern.random.RandomStream;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RepeatabilityTest {

  @Test
  void sumsAndSoftmaxGiveTheSameBitsBeforeAndAfterTheyAreCompiled() {
    var numbers = new float[3 * 997];
    new RandomStream(5).normal(numbers, 0, 1);
    var x = Tensor.of(numbers, 3, 997);
    double sum = x.sum().item();
    var rows = x.softmax(1).toFloats();
    var columns = x.softmax(0).toFloats();
    var lengths = x.logSumExp(1, false).toFloats();
    for (int i = 0; i < 5000; i++) {
      assertEquals(sum, x.sum().item());
      assertArrayEquals(rows, x.softmax(1).toFloats());
      assertArrayEquals(columns, x.softmax(0).toFloats());
      assertArrayEquals(lengths, x.logSumExp(1, false).toFloats());
    }
  }
}

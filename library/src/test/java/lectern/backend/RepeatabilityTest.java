package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import lectern.backend.cpu.Workers;
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

  @Test
  void resultsHaveTheSameBitsHoweverManyThreadsShareThem() {
    var cpu = Backend.named("cpu");
    int[][] sizes = {{2, 513, 2000}, {5, 7, 100_000}, {7, 5, 100_000}, {2049, 64, 64}};
    for (int[] size : sizes) {
      var x = normal(size[0], size[2]);
      var weight = normal(size[1], size[2]);
      assertSameBits(() -> cpu.matmul(x, weight.transpose(0, 1)));
      for (var f : new Activation[] {Activation.NONE, Activation.RELU}) {
        assertSameBits(() -> cpu.linear(x, weight, null, f));
      }
    }
    var rows = normal(5000, 77);
    assertSameBits(() -> cpu.layerNorm(rows, null, null, 1e-5, null));
  }

  private static Array normal(int rows, int columns) {
    var numbers = new float[rows * columns];
    new RandomStream(7).normal(numbers, 0, 1);
    return Backend.named("cpu").wrap(numbers, Shape.of(rows, columns));
  }

  /// A loop inside a loop that is shared already runs on one thread.
  private static void assertSameBits(Supplier<Array> body) {
    var alone = new Array[1];
    Workers.split(
        2,
        1,
        (from, to) -> {
          if (from == 0) {
            alone[0] = body.get();
          }
        });
    var cpu = Backend.named("cpu");
    var shared = (float[]) cpu.toJava(body.get());
    assertArrayEquals((float[]) cpu.toJava(alone[0]), shared);
  }
}

package lectern.bench;

import java.util.Map;
import java.util.function.Supplier;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.Unary;
import lectern.tensor.Tensor;

/// Products and functions of each element. Results go into memory that is used again, as the
/// engine does between the steps of a training.
final class ArrayWorks {

  private static final int[][] PRODUCTS = {
    {256, 256, 256},
    {1024, 1024, 1024},
    {100, 784, 100},
    {784, 100, 100},
    {100, 100, 10},
    {4096, 768, 3072}
  };

  private static final int[] LENGTHS = {1_000, 100_000, 1_000_000, 10_000_000};

  private ArrayWorks() {}

  static void addTo(Map<String, Supplier<Runnable>> all) {
    for (var s : PRODUCTS) {
      all.put(
          "gemm-%dx%dx%d".formatted(s[0], s[1], s[2]),
          () -> {
            var backend = Backend.named("cpu");
            var a = Tensor.rand(s[0], s[1]).array();
            var b = Tensor.rand(s[1], s[2]).array();
            return () -> recycled(backend, backend.matmul(a, b));
          });
    }
    for (int n : LENGTHS) {
      all.put("elementwise-add-" + n, () -> binary(Binary.ADD, n));
      all.put("elementwise-mul-" + n, () -> binary(Binary.MUL, n));
      all.put(
          "elementwise-exp-" + n,
          () -> {
            var backend = Backend.named("cpu");
            var a = Tensor.rand(n).array();
            return () -> recycled(backend, backend.unary(Unary.EXP, a));
          });
    }
  }

  private static Runnable binary(Binary f, int n) {
    var backend = Backend.named("cpu");
    var a = Tensor.rand(n).array();
    var b = Tensor.rand(n).array();
    return () -> recycled(backend, backend.binary(f, a, b));
  }

  private static void recycled(Backend backend, Array a) {
    backend.recycle(a.storage());
  }
}

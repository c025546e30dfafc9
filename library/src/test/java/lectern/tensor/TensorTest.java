package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.display.MimeBundle;
import lectern.random.Seeds;
import org.junit.jupiter.api.Test;

/// What tensors are made of, how they show themselves, and what they refuse.
class TensorTest {

  @Test
  void randomTensorsAreFixedByTheSeed() {
    Seeds.set(4);
    var coins = Tensor.bernoulli(0.3, 2, 500);
    assertEquals(0.3, coins.mean().item(), 0.05);
    assertTrue(coins.eq(0).or(coins.eq(1)).sameValues(Tensor.ones(2, 500).eq(1)));
    var order = Tensor.permutation(100);
    assertEquals(DType.INT64, order.dtype());
    assertEquals(4950, order.sum().item());
    assertFalse(order.sameValues(Tensor.permutation(100)));
    Seeds.set(4);
    assertTrue(coins.sameValues(Tensor.bernoulli(0.3, 2, 500)));
    assertTrue(order.sameValues(Tensor.permutation(100)));
    assertThrows(IllegalArgumentException.class, () -> Tensor.bernoulli(1.5, 2));
  }

  @Test
  void scatterReplacesAndRefusesAPlaceNamedTwice() {
    var x = Tensor.of(new double[][] {{1, Double.NaN, 3}});
    var index = Tensor.of(new long[] {1, 0}, 1, 2);
    var y = x.scatter(1, index, Tensor.of(new double[][] {{20, 10}}));
    assertArrayEquals(new double[] {10, 20, 3}, y.toDoubles());
    var twice = Tensor.of(new long[] {1, 1}, 1, 2);
    var error =
        assertThrows(IllegalArgumentException.class, () -> x.scatter(1, twice, Tensor.ones(1, 2)));
    assertTrue(error.getMessage().contains("one is named 2 times"), error.getMessage());
  }

  @Test
  void anInterruptedThreadStopsAtTheNextOperation() {
    Thread.currentThread().interrupt();
    var error = assertThrows(InterruptedOpException.class, () -> Tensor.of(1).exp());
    assertEquals("interrupted in exp", error.getMessage());
    assertFalse(Thread.interrupted(), "the flag is cleared");
  }

  @Test
  void tensorsOfTwoBackendsDoNotMix() {
    var a = Backend.use(Backend.named("reference"), () -> Tensor.ones(2));
    var b = Backend.use(Backend.named("meta"), () -> Tensor.ones(2));
    var error = assertThrows(IllegalArgumentException.class, () -> a.add(b));
    assertEquals(
        "add: tensors of two backends do not mix; got (2,) on reference and (2,) on meta; move one"
            + " with to(Backend.named(\"reference\"))",
        error.getMessage());
  }

  @Test
  void typesMeetInTheLargerOne() {
    var f = Tensor.of(1.5);
    var i = Tensor.of(new int[] {2});
    assertEquals(DType.FLOAT32, f.add(i).dtype());
    assertEquals(DType.FLOAT64, f.add(f.to(DType.FLOAT64)).dtype());
    assertEquals(DType.INT32, i.add(1).dtype());
    assertEquals(DType.FLOAT32, i.add(0.5).dtype());
    assertEquals(DType.FLOAT32, i.div(i).dtype());
    var one = DType.use(DType.FLOAT64, () -> Tensor.scalar(1));
    assertEquals(DType.FLOAT32, f.mul(one).dtype(), "a single number follows the tensor");
  }

  @Test
  void shapesThatDoNotFitAreExplained() {
    var a = Tensor.zeros(2, 3);
    assertEquals(
        "matmul: (…, M, K)·(…, K, N) → (…, M, N); got (2, 3)·(2, 3): K is 3 on the left and 2 on"
            + " the right; transpose the right one",
        assertThrows(ShapeException.class, () -> a.matmul(a)).getMessage());
    assertEquals(
        "add: shapes are aligned at the end and each pair of sizes is equal or holds a 1; got (2,"
            + " 3) and (2,); unsqueeze the second at its end to pair 2 with 2",
        assertThrows(ShapeException.class, () -> a.add(Tensor.zeros(2))).getMessage());
    assertEquals(
        "reshape keeps the number of elements; got (2, 3) → (4, -1): the sizes known do not divide"
            + " 6",
        assertThrows(ShapeException.class, () -> a.reshape(4, -1)).getMessage());
  }

  @Test
  void anIndexOutsideIsToldByTheOperation() {
    var x = Tensor.zeros(2, 4);
    assertEquals(
        "crossEntropy: labels are 0 … K−1 for logits (N, K), here (2, 4): index 4 is outside a"
            + " dimension of size 4",
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Losses.crossEntropy(x, Tensor.of(new int[] {0, 4})))
            .getMessage());
    assertEquals(
        "take, here (2, 4): index 7 is outside a dimension of size 2",
        assertThrows(IndexOutOfBoundsException.class, () -> x.take(0, 7)).getMessage());
  }

  @Test
  void emptyTensorsWork() {
    var x = Tensor.zeros(0, 3).requiresGrad(true);
    var y = x.matmul(Tensor.ones(3, 2)).relu().sum();
    assertEquals(0, y.item());
    y.backward();
    assertEquals("(0, 3)", x.grad().shape().toString());
  }

  @Test
  void aTensorShowsWhatItIs() {
    var x = Tensor.of(new double[][] {{1, 2.5}, {-0.25, 1e-9}}).name("W");
    assertEquals(
        """
        Tensor W (2, 2) FLOAT32, requires grad
                 1.0     2.50000
            -0.25000  1.0000e-09\
        """
            .replace("FLOAT32,", onWhich()),
        x.requiresGrad(true).toString());
  }

  private static String onWhich() {
    var name = Backend.current().name();
    return name.equals("cpu") ? "FLOAT32," : "FLOAT32 on " + name + ",";
  }

  @Test
  void aSmallTensorOfManyDimensionsShowsItsMatrices() {
    var x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 1, 3, 1, 2);
    assertEquals(
        """
        Tensor (1, 3, 1, 2) INT32
        (0, 0, …)
                   1           2
        (0, 1, …)
                   3           4
        (0, 2, …)
                   5           6\
        """,
        x.toString());
    var html = String.valueOf(x.toMimeBundle().data().get(MimeBundle.HTML));
    assertTrue(html.contains("<div>(0, 2, …)</div><table>"), html);
  }

  @Test
  void aLargeTensorShowsStatisticsOfASample() {
    var text = Tensor.arange(4_000_000).reshape(2000, 2000).toString();
    assertTrue(text.contains("min 0.000"), text);
    assertTrue(text.contains("zeros 1 of 1000000  (1 in 4 looked at)"), text);
    assertTrue(text.contains("█"), text);
  }

  @Test
  void picturesShowThemselves() {
    var bundle = Tensor.rand(12, 3, 8, 9).toMimeBundle();
    assertTrue(bundle.data().containsKey(MimeBundle.PNG), bundle.data().keySet().toString());
    assertEquals(
        Map.of("width", 10 * (9 * 14 + 4) - 4, "height", 8 * 14),
        bundle.metadata().get(MimeBundle.PNG));
    assertFalse(Tensor.rand(2, 5, 8, 8).toMimeBundle().data().containsKey(MimeBundle.PNG));
  }

  @Test
  void scatteringToPlacesThatAreNotThereIsRefused() {
    var x = Tensor.zeros(3, 2);
    for (int[] wrong : new int[][] {{1, 3}, {1}}) {
      var at = Tensor.zeros(wrong).to(DType.INT32);
      var e = assertThrows(ShapeException.class, () -> x.scatterAdd(0, at, Tensor.ones(wrong)));
      assertEquals(
          "scatterAdd: the index has x's rank and is not larger outside dimension 0; got x (3, 2),"
              + " index "
              + at.shape(),
          e.getMessage());
      assertThrows(ShapeException.class, () -> x.scatter(0, at, Tensor.ones(wrong)));
    }
    var outside = Tensor.of(new int[] {3}, 1, 1);
    assertEquals(
        "scatterAdd, here (3, 2): index 3 is outside a dimension of size 3",
        assertThrows(
                IndexOutOfBoundsException.class, () -> x.scatterAdd(0, outside, Tensor.ones(1, 1)))
            .getMessage());
  }

  @Test
  void whatNoMemoryHoldsIsRefusedWithItsSize() {
    for (Supplier<Tensor> large :
        List.<Supplier<Tensor>>of(
            () -> Tensor.zeros(65536, 65536),
            () -> Tensor.zeros(65536, 1).add(Tensor.zeros(1, 65536)),
            () -> Tensor.eye(65536))) {
      assertEquals(
          "(65536, 65536) has 4294967296 elements, memory holds 2³¹ − 1 of one array; use smaller"
              + " batches or parts",
          assertThrows(IllegalArgumentException.class, large::get).getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(65536, 65536, 65536, 65536));
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.arange(0, Double.POSITIVE_INFINITY, 1));
    assertThrows(IllegalArgumentException.class, () -> Tensor.linspace(0, 1, -1));
    assertEquals(
        "Tensor.wrap: shape (2, 2) holds 4 elements, got 3",
        assertThrows(ShapeException.class, () -> Tensor.wrap(new float[3], Shape.of(2, 2)))
            .getMessage());
  }

  @Test
  void aLinearBiasOfAnotherTypeMeetsTheInputInTheLargerOne() {
    var bias = Tensor.of(DType.FLOAT64, new double[] {0.1}, 1);
    var y = Tensor.ones(2, 3).linear(Tensor.ones(1, 3), bias);
    assertArrayEquals(new double[] {3.1, 3.1}, y.toDoubles(), 1e-15);
  }
}

package lectern.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.random.Seeds;
import org.junit.jupiter.api.Test;

class ConvolutionTest {

  /// The definition, by seven loops.
  private static Tensor byLoops(Tensor x, Tensor w, Tensor b, int stride, int padding) {
    int k = w.size(2);
    int down = (x.size(2) + 2 * padding - k) / stride + 1;
    int across = (x.size(3) + 2 * padding - w.size(3)) / stride + 1;
    var y = new double[x.size(0) * w.size(0) * down * across];
    int at = 0;
    for (int n = 0; n < x.size(0); n++) {
      for (int o = 0; o < w.size(0); o++) {
        for (int i = 0; i < down; i++) {
          for (int j = 0; j < across; j++) {
            y[at++] = b.get(o) + window(x, w, n, o, i * stride - padding, j * stride - padding);
          }
        }
      }
    }
    return Tensor.of(DType.FLOAT64, y, x.size(0), w.size(0), down, across);
  }

  private static double window(Tensor x, Tensor w, int n, int o, int top, int left) {
    double sum = 0;
    for (int c = 0; c < w.size(1); c++) {
      for (int u = 0; u < w.size(2); u++) {
        for (int v = 0; v < w.size(3); v++) {
          boolean inside =
              top + u >= 0 && top + u < x.size(2) && left + v >= 0 && left + v < x.size(3);
          sum += inside ? w.get(o, c, u, v) * x.get(n, c, top + u, left + v) : 0;
        }
      }
    }
    return sum;
  }

  private static void close(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance);
  }

  @Test
  void convolutionIsItsDefinition() {
    Seeds.set(1);
    DType.use(
        DType.FLOAT64,
        () -> {
          var x = Tensor.randn(2, 3, 7, 6);
          var w = Tensor.randn(4, 3, 3, 2);
          var b = Tensor.randn(4);
          for (int[] way : new int[][] {{1, 0}, {2, 0}, {1, 1}, {3, 2}}) {
            close(
                byLoops(x, w, b, way[0], way[1]),
                Convolution.conv2d(x, w, b, way[0], way[1]),
                1e-12);
          }
          var point = Tensor.randn(5, 3, 1, 1);
          close(
              byLoops(x, point, Tensor.zeros(5), 1, 0),
              Convolution.conv2d(x, point, null, 1, 0),
              1e-12);
        });
  }

  @Test
  void aTransposedViewIsReadAsItLooks() {
    Seeds.set(2);
    var x = Tensor.randn(2, 5, 6, 3).permute(0, 3, 1, 2);
    var w = Tensor.randn(4, 3, 3, 3);
    close(Convolution.conv2d(x.copy(), w, null, 1, 1), Convolution.conv2d(x, w, null, 1, 1), 0);
  }

  @Test
  void transposedConvolutionIsTheAdjointOfConvolution() {
    // ⟨conv(x), y⟩ = ⟨x, convT(y)⟩ for all x and y, with the same weights.
    Seeds.set(3);
    DType.use(
        DType.FLOAT64,
        () -> {
          for (int[] way : new int[][] {{1, 0}, {2, 0}, {2, 1}}) {
            var w = Tensor.randn(4, 3, 3, 3);
            var x = Tensor.randn(2, 3, 7, 9);
            var conv = Convolution.conv2d(x, w, null, way[0], way[1]);
            var y = Tensor.randn(conv.shape().dims());
            var back = Convolution.convTranspose2d(y, w, null, way[0], way[1]);
            assertEquals(x.shape(), back.shape());
            assertEquals(conv.mul(y).sum().item(), x.mul(back).sum().item(), 1e-10);
          }
        });
  }

  @Test
  void poolingTakesTheLargestAndTheMean() {
    var x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 4);
    close(Tensor.of(new float[] {6, 8}, 1, 1, 1, 2), Convolution.maxPool2d(x, 2, 2), 0);
    close(Tensor.of(new float[] {3.5f, 5.5f}, 1, 1, 1, 2), Convolution.avgPool2d(x, 2, 2), 0);
    close(Tensor.of(new float[] {6, 7, 8}, 1, 1, 1, 3), Convolution.maxPool2d(x, 2, 1), 0);
  }

  @Test
  void shapesThatDoNotFitAreRefusedWithTheRule() {
    var x = Tensor.zeros(3, 8, 8);
    var w = Tensor.zeros(4, 3, 3, 3);
    var e = assertThrows(ShapeException.class, () -> Convolution.conv2d(x, w, null, 1, 0));
    assertEquals(
        "conv2d: x (N, C, H, W), weight (O, C, k, k) → (N, O, H', W'); got x (3, 8, 8), weight"
            + " (4, 3, 3, 3); unsqueeze x at 0",
        e.getMessage());
    var small = Tensor.zeros(1, 3, 2, 8);
    assertEquals(
        "conv2d: a window of 3 × 3 does not fit images of 2 × 8 with padding 0",
        assertThrows(ShapeException.class, () -> Convolution.conv2d(small, w, null, 1, 0))
            .getMessage());
  }

  @Test
  void noImagesGiveNoImages() {
    var y = Convolution.conv2d(Tensor.zeros(0, 3, 8, 8), Tensor.zeros(4, 3, 3, 3), null, 1, 1);
    assertEquals(Shape.of(0, 4, 8, 8), y.shape());
    assertEquals(0, Arrays.stream(y.toDoubles()).count());
  }

  @Test
  void aBiasThatIsAViewCounts() {
    var x = Tensor.zeros(1, 1, 8, 8);
    var bias = Tensor.of(new float[] {1, 9, 2, 9}).slice(0, 0, 4, 2);
    for (int stride : new int[] {1, 3}) {
      var y = Convolution.conv2d(x, Tensor.ones(2, 1, 3, 3), bias, stride, 0);
      assertArrayEquals(new double[] {1, 2}, y.max(0, 2, 3).toDoubles());
    }
    var one = Tensor.of(new float[] {5}).expand(2);
    assertEquals(5, Convolution.conv2d(x, Tensor.ones(2, 1, 1, 1), one, 2, 0).min().item());
  }

  @Test
  void aBiasOfAnotherTypeMeetsTheImagesInTheLargerOne() {
    var x = Tensor.ones(1, 1, 3, 3);
    var bias = Tensor.of(DType.FLOAT64, new double[] {0.1}, 1).requiresGrad(true);
    var y = Convolution.conv2d(x, Tensor.ones(1, 1, 3, 3), bias, 1, 0);
    y.sum().backward();
    assertEquals(9.1, y.item(), 1e-15);
    assertEquals(1, bias.grad().item());
  }

  @Test
  void aBiasThatIsNotOneNumberPerChannelIsRefused() {
    var x = Tensor.zeros(1, 3, 5, 5);
    for (int[] wrong : new int[][] {{1}, {3}, {2, 1}}) {
      var bias = Tensor.zeros(wrong);
      var rule = ": the bias is (2,), one number per channel out; got " + Shape.of(wrong);
      assertEquals(
          "conv2d" + rule,
          assertThrows(
                  ShapeException.class,
                  () -> Convolution.conv2d(x, Tensor.zeros(2, 3, 3, 3), bias, 1, 0))
              .getMessage());
      assertEquals(
          "convTranspose2d" + rule,
          assertThrows(
                  ShapeException.class,
                  () -> Convolution.convTranspose2d(x, Tensor.zeros(3, 2, 3, 3), bias, 1, 0))
              .getMessage());
    }
  }

  @Test
  void noImagesAndNoChannelsGrowToNothingAndZeros() {
    var none = Tensor.zeros(0, 3, 2, 2).requiresGrad(true);
    var w = Tensor.zeros(3, 4, 3, 3);
    var y = Convolution.convTranspose2d(none, w, null, 2, 0);
    y.sum().backward();
    assertEquals(Shape.of(0, 4, 5, 5), y.shape());
    assertEquals(none.shape(), none.grad().shape());
    var blank =
        Convolution.convTranspose2d(
            Tensor.zeros(1, 0, 2, 2), Tensor.zeros(0, 1, 2, 2), Tensor.ones(1), 1, 0);
    close(Tensor.ones(1, 1, 3, 3), blank, 0);
  }

  @Test
  void paddingThatLeavesNothingIsRefused() {
    var e =
        assertThrows(
            ShapeException.class,
            () ->
                Convolution.convTranspose2d(
                    Tensor.zeros(1, 1, 1, 2), Tensor.zeros(1, 1, 3, 3), null, 1, 2));
    assertEquals(
        "convTranspose2d: padding 2 leaves nothing of the result; got x (1, 1, 1, 2), weight (1,"
            + " 1, 3, 3), stride 1 → -1 × 0",
        e.getMessage());
  }
}

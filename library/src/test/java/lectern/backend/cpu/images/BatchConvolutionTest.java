package lectern.backend.cpu.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;
import lectern.backend.reference.ReferenceBackend;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;

/// Where the processor has no lanes for it, images are not brought side by side; then this is all
/// that there is to see.
class BatchConvolutionTest {

  private final CpuBackend backend = (CpuBackend) Backend.named("cpu");
  private final ReferenceBackend reference = new ReferenceBackend();
  private final RandomStream random = new RandomStream(31);
  private final boolean lanes = FloatKernels.best().convolutions().isPresent();

  /// images, channels, height, width, outs, window height and width, stride, padding
  private static final int[][] SIZES = {
    {16, 1, 4, 4, 1, 1, 1, 1, 0},
    {1, 2, 5, 4, 3, 2, 2, 1, 1},
    {17, 3, 6, 7, 7, 3, 3, 1, 1},
    {33, 6, 14, 14, 16, 5, 5, 1, 0},
    {20, 2, 16, 1, 9, 3, 1, 1, 1},
    {20, 2, 1, 70, 9, 1, 3, 1, 0},
    {31, 5, 9, 11, 13, 4, 2, 1, 3},
    {16, 17, 5, 5, 8, 5, 5, 1, 2},
    {18, 3, 9, 8, 5, 3, 3, 3, 1},
    {150, 2, 4, 5, 6, 3, 3, 1, 1},
  };

  @Test
  void imagesSideBySideGiveWhatTheReferenceGives() {
    for (int[] s : SIZES) {
      var window = new Window("test", s[5], s[6], s[7], s[8]);
      var x = uniform(s[0], s[1], s[2], s[3]);
      var weight = uniform(s[4], s[1], s[5], s[6]);
      var bias = uniform(s[4]);
      var y = reference.conv2d(exact(x), exact(weight), exact(bias), window);
      var g = uniform(y.shape().dims());
      if (!lanes) {
        assertFalse(ImageLanes.fit(x, window, s[4]));
        continue;
      }
      var planes = new Planes(x.shape(), window);
      var convolution = new BatchConvolution(backend, planes, s[0], s[4]);
      close("y", y, convolution.forward(x, weight, bias));
      if (s[7] == 1) {
        var dx = reference.conv2dInputGrad(exact(g), exact(weight), s[2], s[3], window);
        close("∂x", dx, convolution.inputGrad(g, weight));
      }
      var dw = reference.conv2dWeightGrad(exact(g), exact(x), window);
      close("∂W", dw, new BatchWeightGrads(backend, planes, g, x).compute());
    }
  }

  @Test
  void whatIsNoNumberStaysInItsImage() {
    var window = new Window("test", 3, 3, 1, 1);
    var x = uniform(20, 4, 8, 8);
    var weight = uniform(8, 4, 3, 3);
    x.storage().floats()[19 * 4 * 64] = Float.NaN;
    x.storage().floats()[3 * 4 * 64 + 100] = Float.POSITIVE_INFINITY;
    var g = uniform(20, 8, 8, 8);
    g.storage().floats()[18 * 8 * 64 + 27] = Float.NEGATIVE_INFINITY;
    if (!lanes) {
      assertFalse(ImageLanes.fit(x, window, 8));
      return;
    }
    var planes = new Planes(x.shape(), window);
    var convolution = new BatchConvolution(backend, planes, 20, 8);
    close(
        "y",
        reference.conv2d(exact(x), exact(weight), null, window),
        convolution.forward(x, weight, null));
    var dx = numbers(convolution.inputGrad(g, weight));
    var wanted = numbers(reference.conv2dInputGrad(exact(g), exact(weight), 8, 8, window));
    for (int i = 0; i < dx.length; i++) {
      // Zeros around the gradient may meet it; in its image, not in others.
      if (i / 256 != 18) {
        assertEquals(wanted[i], dx[i], 1e-4);
      }
    }
    close(
        "∂W",
        reference.conv2dWeightGrad(exact(g), exact(x), window),
        new BatchWeightGrads(backend, planes, g, x).compute());
  }

  @Test
  void oneThreadAndManyGiveTheSameBits() {
    var window = new Window("test", 5, 5, 1, 0);
    var x = uniform(70, 6, 14, 14);
    var weight = uniform(16, 6, 5, 5);
    var g = uniform(70, 16, 10, 10);
    var many = all(x, weight, g, window);
    var alone = new double[1][];
    // A loop inside a split loop runs on its own thread.
    Workers.split(
        2 * Workers.PIECES,
        1,
        (from, to) -> {
          if (from == 0) {
            alone[0] = all(x, weight, g, window);
          }
        });
    assertArrayEquals(many, alone[0]);
  }

  private double[] all(Array x, Array weight, Array g, Window window) {
    var y = numbers(backend.conv2d(x, weight, null, window));
    var dx = numbers(backend.conv2dInputGrad(g, weight, 14, 14, window));
    var dw = numbers(backend.conv2dWeightGrad(g, x, window));
    var all = new double[y.length + dx.length + dw.length];
    System.arraycopy(y, 0, all, 0, y.length);
    System.arraycopy(dx, 0, all, y.length, dx.length);
    System.arraycopy(dw, 0, all, y.length + dx.length, dw.length);
    return all;
  }

  private Array uniform(int... dims) {
    var numbers = new double[Shape.of(dims).length()];
    random.uniform(numbers, -1, 1);
    var floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return backend.wrap(floats, Shape.of(dims));
  }

  private Array exact(Array a) {
    return reference.wrap(numbers(a), a.shape());
  }

  private static double[] numbers(Array a) {
    if (a.dtype() == DType.FLOAT64) {
      return (double[]) a.storage().data();
    }
    var floats = a.storage().floats();
    var numbers = new double[floats.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = floats[i];
    }
    return numbers;
  }

  private static void close(String what, Array want, Array got) {
    assertEquals(want.shape(), got.shape());
    var a = numbers(want);
    var b = numbers(got);
    for (int i = 0; i < a.length; i++) {
      double delta = Double.isFinite(a[i]) ? 1e-4 * (1 + Math.abs(a[i])) : 1;
      assertEquals(a[i], b[i], delta, what + " " + i);
    }
  }
}

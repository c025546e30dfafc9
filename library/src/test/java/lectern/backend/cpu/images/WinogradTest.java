package lectern.backend.cpu.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.Supplier;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Unary;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;
import lectern.backend.cpu.FloatKernels;
import lectern.backend.cpu.Workers;
import lectern.backend.reference.ReferenceBackend;
import lectern.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Winograd's convolutions against the definition in float64, and against the direct way. What they
/// mean to a caller is in [lectern.backend.LayerContract].
final class WinogradTest {

  private final CpuBackend cpu = (CpuBackend) Backend.named("cpu");
  private final ReferenceBackend reference = new ReferenceBackend();
  private final RandomStream random = new RandomStream(41);

  /// images, channels, height, width, outs, padding
  private static final int[][] SHAPES = {
    {1, 1, 1, 1, 1, 1},
    {2, 3, 3, 3, 5, 0},
    {2, 16, 7, 7, 16, 1},
    {40, 9, 4, 5, 33, 1},
    {3, 17, 14, 13, 20, 0},
    {2, 16, 5, 9, 33, 2},
    {5, 32, 1, 1, 16, 1},
    {3, 16, 2, 1, 16, 1},
    {3, 5, 1, 30, 7, 2},
    {1, 8, 61, 150, 3, 1},
    {2, 64, 28, 28, 64, 1},
  };

  @BeforeEach
  void theProcessorHasTheVectors() {
    assumeTrue(FloatKernels.best().winograd().isPresent());
  }

  private Array normal(int... dims) {
    var numbers = new float[Shape.of(dims).length()];
    random.normal(numbers, 0, 1);
    return cpu.wrap(numbers, Shape.of(dims));
  }

  private float[] floats(Array a) {
    return (float[]) cpu.toJava(a);
  }

  private Array exact(Array a) {
    return reference.cast(reference.wrap(floats(a), a.shape()), DType.FLOAT64);
  }

  private Array size(Array a) {
    return reference.unary(Unary.ABS, exact(a));
  }

  /// The largest error relative to the sum of the terms' sizes.
  private double error(Array got, Array expected, Array sizes) {
    assertEquals(expected.shape(), got.shape());
    var numbers = floats(got);
    var wanted = (double[]) reference.toJava(expected);
    var size = (double[]) reference.toJava(sizes);
    double worst = 0;
    for (int i = 0; i < numbers.length; i++) {
      double off = Math.abs(numbers[i] - wanted[i]) / size[i];
      worst = Math.max(worst, off);
    }
    return worst;
  }

  @Test
  void itAndItsGradientsAgreeWithTheDefinition() {
    for (int[] s : SHAPES) {
      var window = new Window("test", 3, 3, 1, s[5]);
      int down = window.down(s[2]);
      int across = window.across(s[3]);
      var x = normal(s[0], s[1], s[2], s[3]);
      var w = normal(s[4], s[1], 3, 3);
      var b = normal(s[4]);
      var g = normal(s[0], s[4], down, across);
      var way = new Winograd(cpu, window);
      // Relative to the size of such a sum: one at the edge may have a single term where its tile
      // has sixteen.
      double bound = 1e-5;
      assertTrue(
          error(
                  way.forward(x, w, b),
                  reference.conv2d(exact(x), exact(w), exact(b), window),
                  ones(x, s[4], down, across, Math.sqrt(9.0 * s[1])))
              < bound);
      assertTrue(
          error(
                  way.forward(x, w, null),
                  reference.conv2d(exact(x), exact(w), null, window),
                  ones(x, s[4], down, across, Math.sqrt(9.0 * s[1])))
              < bound);
      assertTrue(
          error(
                  way.inputGrad(g, w, s[2], s[3]),
                  reference.conv2dInputGrad(exact(g), exact(w), s[2], s[3], window),
                  ones(x, s[1], s[2], s[3], Math.sqrt(9.0 * s[4])))
              < bound);
      assertTrue(
          error(
                  new WinogradGrads(cpu, g, x, window).compute(),
                  reference.conv2dWeightGrad(exact(g), exact(x), window),
                  reference.full(
                      DType.FLOAT64, w.shape(), Math.sqrt((double) s[0] * down * across)))
              < bound);
    }
  }

  private Array ones(Array x, int channels, int down, int across, double value) {
    return reference.full(DType.FLOAT64, Shape.of(x.shape().at(0), channels, down, across), value);
  }

  @Test
  void itIsAsAccurateAsTheDirectWay() {
    var window = new Window("test", 3, 3, 1, 0);
    var x = normal(1, 64, 30, 30);
    var w = normal(48, 64, 3, 3);
    for (double mean : new double[] {0, 1000}) {
      var moved = cpu.binary(Binary.ADD, x, cpu.full(x.dtype(), Shape.of(), mean));
      var y = reference.conv2d(exact(moved), exact(w), null, window);
      var sizes = reference.conv2d(size(moved), size(w), null, window);
      var direct = new DirectConvolution(cpu, new Planes(x.shape(), window), 48);
      double limit = 2 * error(direct.forward(moved, w, null), y, sizes);
      assertTrue(error(new Winograd(cpu, window).forward(moved, w, null), y, sizes) < limit);
      var g = normal(1, 48, 28, 28);
      var dx = reference.conv2dInputGrad(exact(g), exact(w), 30, 30, window);
      var dxSizes = reference.conv2dInputGrad(size(g), size(w), 30, 30, window);
      assertTrue(error(new Winograd(cpu, window).inputGrad(g, w, 30, 30), dx, dxSizes) < 1e-6);
      var dw = reference.conv2dWeightGrad(exact(g), exact(moved), window);
      var dwSizes = reference.conv2dWeightGrad(size(g), size(moved), window);
      var grads = new WeightGrads(cpu, new Planes(x.shape(), window), g, moved).compute();
      double most = 2 * error(grads, dw, dwSizes);
      assertTrue(error(new WinogradGrads(cpu, g, moved, window).compute(), dw, dwSizes) < most);
    }
  }

  @Test
  void oneNumberThatIsNotFiniteOrTooLargeForTheSumsLeavesTheRestToTheDirectWay() {
    var window = new Window("test", 3, 3, 1, 1);
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 3e38f}) {
      var x = normal(4, 48, 9, 11);
      var w = normal(50, 48, 3, 3);
      var g = normal(4, 50, 9, 11);
      for (var a : new Array[] {x, w, g}) {
        // Twice beside each other, so that their difference or their sum goes astray.
        int at = a.length() / 2;
        var before = floats(a);
        a.storage().floats()[at] = odd;
        a.storage().floats()[at + 1] = odd;
        var planes = new Planes(x.shape(), window);
        var direct = new DirectConvolution(cpu, planes, 50);
        if (a != g) {
          assertArrayEquals(
              floats(direct.forward(x, w, null)), floats(cpu.conv2d(x, w, null, window)));
        }
        if (a != x) {
          assertArrayEquals(
              floats(direct.inputGrad(g, w)), floats(cpu.conv2dInputGrad(g, w, 9, 11, window)));
        }
        if (a != w) {
          assertArrayEquals(
              floats(new WeightGrads(cpu, planes, g, x).compute()),
              floats(cpu.conv2dWeightGrad(g, x, window)));
        }
        System.arraycopy(before, 0, a.storage().floats(), 0, before.length);
      }
    }
  }

  @Test
  void whatLaterCallsFindInBorrowedMemoryChangesNothing() {
    var window = new Window("test", 3, 3, 1, 1);
    var x = normal(5, 50, 13, 7);
    var w = normal(49, 50, 3, 3);
    var g = normal(5, 49, 13, 7);
    var y = floats(cpu.conv2d(x, w, null, window));
    var dx = floats(cpu.conv2dInputGrad(g, w, 13, 7, window));
    var dw = floats(cpu.conv2dWeightGrad(g, x, window));
    var nothing = cpu.full(x.dtype(), x.shape(), Double.NaN);
    var nothingBack = cpu.full(g.dtype(), g.shape(), Double.NaN);
    for (int i = 0; i < 3; i++) {
      assertTrue(Float.isNaN(floats(cpu.conv2d(nothing, w, null, window))[0]));
      assertTrue(Float.isNaN(floats(cpu.conv2dInputGrad(nothingBack, w, 13, 7, window))[0]));
      assertTrue(Float.isNaN(floats(cpu.conv2dWeightGrad(nothingBack, nothing, window))[0]));
      assertArrayEquals(y, floats(cpu.conv2d(x, w, null, window)));
      assertArrayEquals(dx, floats(cpu.conv2dInputGrad(g, w, 13, 7, window)));
      assertArrayEquals(dw, floats(cpu.conv2dWeightGrad(g, x, window)));
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    var window = new Window("test", 3, 3, 1, 1);
    var x = normal(5, 64, 30, 31);
    var w = normal(64, 64, 3, 3);
    var g = normal(5, 64, 30, 31);
    same(() -> cpu.conv2d(x, w, null, window));
    same(() -> cpu.conv2dInputGrad(g, w, 30, 31, window));
    same(() -> cpu.conv2dWeightGrad(g, x, window));
  }

  /// A loop inside a split loop runs on its own thread alone.
  private void same(Supplier<Array> operation) {
    var together = floats(operation.get());
    var alone = new float[2][];
    Workers.split(
        2,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            alone[i] = floats(operation.get());
          }
        });
    assertArrayEquals(together, alone[0]);
    assertArrayEquals(together, alone[1]);
  }

  @Test
  void itIsLeftToTheDirectWayWhereChannelsOrPixelsAreFew() {
    var window = new Window("test", 3, 3, 1, 1);
    var x = normal(1, 64, 20, 20);
    assertTrue(Winograd.fits(x, window, 64, 64));
    assertFalse(Winograd.fits(normal(1, 64, 8, 8), window, 64, 64));
    assertFalse(Winograd.fits(x, window, 64, 16));
    assertFalse(Winograd.fits(x, window, 16, 64));
    assertFalse(Winograd.fits(x, new Window("test", 3, 3, 2, 1), 64, 64));
    assertFalse(Winograd.fits(x, new Window("test", 3, 5, 1, 1), 64, 64));
    assertFalse(Winograd.fits(x, new Window("test", 3, 3, 1, 3), 64, 64));
  }
}

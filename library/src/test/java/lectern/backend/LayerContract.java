package lectern.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import lectern.backend.reference.ReferenceBackend;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;

/// What a backend fuses of images, and layer normalization, must equal the compositions that
/// [FusedImages] and [FusedTransformers] spell out, here run by the reference in float64.
public abstract class LayerContract {

  private final Backend backend;
  private final Case cases;
  private final ReferenceBackend reference;

  /// @param dtype the floating type that is tested
  protected LayerContract(Backend backend, DType dtype) {
    this.backend = backend;
    this.cases = new Case(backend, dtype, new RandomStream(29));
    this.reference = cases.reference();
  }

  /// images, channels, height, width, outs, window height and width, stride, padding
  private static final int[][] CONVOLUTIONS = {
    {1, 1, 1, 1, 1, 1, 1, 1, 0},
    {2, 3, 5, 6, 4, 1, 1, 1, 0},
    {3, 1, 28, 28, 6, 5, 5, 1, 2},
    {10, 6, 12, 12, 16, 5, 5, 1, 0},
    {2, 9, 17, 23, 17, 3, 3, 1, 1},
    {1, 20, 40, 70, 33, 3, 3, 1, 1},
    {2, 3, 9, 8, 5, 2, 4, 1, 1},
    {2, 3, 9, 8, 5, 3, 3, 2, 1},
    {1, 3, 32, 32, 24, 8, 8, 8, 0},
    {4, 8, 6, 6, 8, 3, 3, 1, 2},
    {2, 2, 4, 4, 3, 3, 3, 1, 5},
    {0, 3, 6, 6, 4, 3, 3, 1, 1},
    {5, 48, 9, 10, 50, 3, 3, 1, 1},
    {20, 50, 4, 5, 49, 3, 3, 1, 2},
    // Small images by the dozen, whole and broken dozens of sixteen.
    {32, 6, 7, 6, 16, 3, 3, 1, 1},
    {47, 6, 14, 14, 16, 5, 5, 1, 0},
    {12, 6, 14, 14, 16, 5, 5, 1, 0},
    {16, 8, 4, 4, 8, 3, 3, 1, 5},
    {18, 3, 9, 8, 5, 3, 3, 2, 1},
    {17, 2, 33, 1, 3, 3, 1, 2, 0},
    {5, 4, 19, 20, 6, 3, 3, 1, 1},
    {2, 2, 20, 21, 8, 3, 3, 1, 0},
  };

  @Test
  void convolutionsAndTheirGradientsAgree() {
    for (int[] c : CONVOLUTIONS) {
      var window = new Window("test", c[5], c[6], c[7], c[8]);
      var weight = cases.uniform(Shape.of(c[4], c[1], c[5], c[6]), -1, 1);
      var bias = cases.uniform(Shape.of(c[4]), -1, 1);
      for (var x : cases.views(cases.uniform(Shape.of(c[0], c[1], c[2], c[3]), -1, 1))) {
        var exactX = cases.exact(x);
        var exactW = cases.exact(weight);
        double ulps = 20 + c[1] * window.area();
        var y = reference.conv2d(exactX, exactW, cases.exact(bias), window);
        cases.close("conv2d of " + x, backend.conv2d(x, weight, bias, window), y, ulps, 1);
        var bare = reference.conv2d(exactX, exactW, null, window);
        cases.close("without bias", backend.conv2d(x, weight, null, window), bare, ulps, 1);
        for (var g : cases.views(cases.uniform(y.shape(), -1, 1))) {
          var dx = reference.conv2dInputGrad(cases.exact(g), exactW, c[2], c[3], window);
          var got = backend.conv2dInputGrad(g, weight, c[2], c[3], window);
          cases.close("∂x of conv2d " + window, got, dx, 20 + c[4] * window.area(), 1);
          var dw = reference.conv2dWeightGrad(cases.exact(g), exactX, window);
          double sums = 40 + Math.sqrt((double) y.size());
          cases.close("∂W " + window, backend.conv2dWeightGrad(g, x, window), dw, sums, 4);
        }
      }
    }
  }

  @Test
  void aConvolutionReadsABiasWithAnyStrides() {
    var window = new Window("test", 3, 3, 1, 1);
    var x = cases.uniform(Shape.of(2, 3, 6, 7), -1, 1);
    var weight = cases.uniform(Shape.of(4, 3, 3, 3), -1, 1);
    for (var bias : cases.views(cases.uniform(Shape.of(4), -1, 1))) {
      var exact = cases.exact(bias);
      var y = reference.conv2d(cases.exact(x), cases.exact(weight), exact, window);
      cases.close("bias " + bias, backend.conv2d(x, weight, bias, window), y, 50, 1);
    }
  }

  private static final int[][] POOLS = {
    {2, 3, 8, 8, 2, 2},
    {1, 1, 7, 9, 3, 2},
    {0, 2, 4, 4, 2, 2},
    {2, 2, 10, 10, 2, 2},
    {2, 3, 28, 29, 2, 2},
    {5, 4, 14, 28, 2, 2},
    {3, 2, 13, 70, 2, 2},
    {4, 3, 4, 88, 2, 2},
    {2, 3, 4, 4, 3, 1},
    {1, 6, 8, 12, 1, 2},
    {1, 2, 9, 9, 3, 1}
  };

  @Test
  void theLargestOfEachWindowIsTheFirst() {
    for (int[] c : POOLS) {
      var window = new Window("test", c[4], c[4], c[5], 0);
      // Few different numbers, so that many are equal.
      var whole = cases.whole(Shape.of(c[0], c[1], c[2], c[3]), 3);
      for (var x : cases.views(whole)) {
        var want = reference.maxPool2d(cases.exact(x), window);
        var got = backend.maxPool2d(x, window);
        assertArrayEquals(numbers(want[0]), numbers(got[0]));
        assertArrayEquals(numbers(want[1]), numbers(got[1]));
        for (var g : cases.views(cases.uniform(got[0].shape(), -1, 1))) {
          cases.close(
              "∂x of maxPool2d",
              backend.maxPool2dGrad(g, got[1], c[2], c[3]),
              reference.maxPool2dGrad(cases.exact(g), want[1], c[2], c[3]),
              4,
              1);
        }
      }
    }
  }

  @Test
  void theLargestIsTheFirstThatIsNoNumber() {
    var window = new Window("test", 2, 2, 2, 0);
    double negative = Double.longBitsToDouble(0xfff8L << 48);
    double[][] planes = {
      {1, Double.NaN, 3, -0.0},
      {1, 2, negative, 4},
      {1, 5, Double.NaN, negative},
      {-0.0, 0, 0, -0.0},
      {negative, 1, Double.NaN, 3}
    };
    double[] places = {1, 2, 2, 0, 0};
    // Many squares side by side, so that a fast path would take them.
    int count = 40;
    for (int p = 0; p < planes.length; p++) {
      var image = new double[4 * count];
      for (int j = 0; j < 2 * count; j++) {
        image[j] = planes[p][j % 2];
        image[2 * count + j] = planes[p][2 + j % 2];
      }
      var x = cases.of(image, Shape.of(1, 1, 2, 2 * count));
      var got = numbers(backend.maxPool2d(x, window)[1]);
      for (int j = 0; j < count; j++) {
        double place = places[p] < 2 ? places[p] : 2 * count + places[p] - 2;
        assertEquals(2 * j + place, got[j], "plane " + p + ", square " + j);
      }
    }
  }

  private static double[] numbers(Array a) {
    var out = new double[a.length()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Backend.of(a).get(a, i);
    }
    return out;
  }

  @Test
  void layerNormalizationAndItsGradientsAgree() {
    for (int[] s : new int[][] {{1, 1}, {3, 5}, {40, 33}, {7, 64}, {2, 5000}, {0, 4}}) {
      var gamma = cases.uniform(Shape.of(s[1]), -1, 1);
      var beta = cases.uniform(Shape.of(s[1]), -1, 1);
      for (var x : cases.matrices(s[0], s[1])) {
        for (boolean learned : new boolean[] {true, false}) {
          var exactGamma = learned ? cases.exact(gamma) : null;
          var kept = backend.allocate(x.dtype(), Shape.of(2, s[0]));
          var exactKept = reference.allocate(DType.FLOAT64, Shape.of(2, s[0]));
          var exact = cases.exact(x);
          var y =
              reference.layerNorm(
                  exact, exactGamma, learned ? cases.exact(beta) : null, 1e-5, exactKept);
          var got = backend.layerNorm(x, learned ? gamma : null, learned ? beta : null, 1e-5, kept);
          // A row of one number has no deviation, and ε alone decides.
          double ulps = s[1] == 1 ? 400 : 60;
          cases.close("layerNorm of " + x, got, y, ulps, 1);
          if (s[1] == 1) {
            continue;
          }
          cases.close("μ and r of " + x, kept, exactKept, ulps, 1);
          var g = cases.uniform(x.shape(), -1, 1);
          var back = reference.layerNormGrad(cases.exact(g), exact, exactGamma, exactKept);
          var mine = backend.layerNormGrad(g, x, learned ? gamma : null, kept);
          for (int i = 0; i < 3; i++) {
            cases.close("gradient " + i + " of layerNorm", mine[i], back[i], 100, 4);
          }
        }
      }
    }
  }

  @Test
  void groupNormalizationAndItsGradientsAgree() {
    // images, channels, pixels, groups
    int[][] sizes = {{1, 2, 3, 1}, {2, 6, 35, 3}, {3, 4, 5000, 2}, {2, 5, 33, 5}, {0, 4, 3, 2}};
    for (int[] s : sizes) {
      var gamma = cases.uniform(Shape.of(s[1]), -1, 1);
      var beta = cases.uniform(Shape.of(s[1]), -1, 1);
      var shape = Shape.of(2, s[0] * s[3]);
      for (var x : cases.views(cases.uniform(Shape.of(s[0], s[1], s[2]), -1, 3))) {
        for (boolean learned : new boolean[] {true, false}) {
          var scale = learned ? gamma : null;
          var exactScale = learned ? cases.exact(gamma) : null;
          var kept = backend.allocate(x.dtype(), shape);
          var exactKept = reference.allocate(DType.FLOAT64, shape);
          var exact = cases.exact(x);
          var exactShift = learned ? cases.exact(beta) : null;
          var y = reference.groupNorm(exact, s[3], exactScale, exactShift, 1e-5, exactKept);
          var got = backend.groupNorm(x, s[3], scale, learned ? beta : null, 1e-5, kept);
          cases.close("groupNorm of " + x, got, y, 60, 1);
          cases.close("μ and r of " + x, kept, exactKept, 60, 1);
          for (var g : cases.views(cases.uniform(x.shape(), -1, 1))) {
            var back = reference.groupNormGrad(cases.exact(g), exact, s[3], exactScale, exactKept);
            var mine = backend.groupNormGrad(g, x, s[3], scale, kept);
            for (int i = 0; i < 3; i++) {
              cases.close("gradient " + i + " of groupNorm", mine[i], back[i], 100, 4);
            }
          }
        }
      }
    }
  }
}

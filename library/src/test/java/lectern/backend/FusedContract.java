package lectern.backend;

import java.util.List;
import lectern.backend.reference.ReferenceBackend;
import lectern.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a backend fuses must equal the composition that [Fused] spells out, here run by the
/// reference in float64.
public abstract class FusedContract {

  private final Backend backend;
  private final Case cases;
  private final ReferenceBackend reference;

  /// @param dtype the floating type that is tested
  protected FusedContract(Backend backend, DType dtype) {
    this.backend = backend;
    this.cases = new Case(backend, dtype, new RandomStream(23));
    this.reference = cases.reference();
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void linearLayersAgree(Activation f) {
    int[][] sizes = {{1, 1, 1}, {7, 5, 3}, {0, 4, 2}, {5, 0, 3}, {100, 30, 200}, {300, 90, 100}};
    for (int[] s : sizes) {
      for (var x : cases.matrices(s[0], s[1])) {
        var weight = cases.uniform(Shape.of(s[2], s[1]), -1, 1);
        var bias = cases.uniform(Shape.of(s[2]), -1, 1);
        for (boolean biased : new boolean[] {true, false}) {
          var expected =
              reference.linear(
                  cases.exact(x), cases.exact(weight), biased ? cases.exact(bias) : null, f);
          var got = backend.linear(x, weight, biased ? bias : null, f);
          cases.close(f + " linear " + x, got, expected, 20 + s[1], 1);
        }
      }
    }
    var deep = cases.uniform(Shape.of(2, 3, 4), -1, 1);
    var weight = cases.uniform(Shape.of(5, 4), -1, 1);
    var expected = reference.linear(cases.exact(deep), cases.exact(weight), null, f);
    cases.close("deep linear", backend.linear(deep, weight, null, f), expected, 20, 1);
  }

  @Test
  void softmaxAndItsLogarithmAgreeAlongEveryDimension() {
    for (var shape : shapes()) {
      for (int dim = 0; dim < shape.rank(); dim++) {
        for (var x : cases.views(cases.uniform(shape, -20, 5))) {
          var exact = cases.exact(x);
          var p = backend.softmax(x, dim);
          var l = backend.logSoftmax(x, dim);
          cases.close("softmax of " + x, p, reference.softmax(exact, dim), 40);
          cases.close("logSoftmax of " + x, l, reference.logSoftmax(exact, dim), 8, 1);
        }
      }
    }
  }

  @Test
  void productsOfOthersAgreeAlongEveryDimensionAlsoBesideZeros() {
    for (var shape : shapes()) {
      for (int dim = 0; dim < shape.rank(); dim++) {
        for (var x : cases.views(cases.uniform(shape, 0.9, 1.1))) {
          for (double odd : new double[] {1, 0, 1e-30, 1e30, -2}) {
            var first = x;
            while (shape.size() > 0 && first.rank() > 0) {
              first = first.select(0, 0);
            }
            backend.fill(first, odd);
            var expected = reference.productsOfOthers(cases.exact(x), dim);
            var got = backend.productsOfOthers(x, dim);
            cases.close("products of others, one is " + odd, got, expected, 400);
          }
        }
      }
    }
  }

  @Test
  void theirGradientsAgree() {
    for (var shape : shapes()) {
      for (int dim = 0; dim < shape.rank(); dim++) {
        var x = cases.uniform(shape, -3, 3);
        for (var g : cases.views(cases.uniform(shape, -1, 1))) {
          var p = backend.softmax(x, dim);
          var l = backend.logSoftmax(x, dim);
          var ofP = reference.softmaxGrad(cases.exact(g), cases.exact(p), dim);
          var ofL = reference.logSoftmaxGrad(cases.exact(g), cases.exact(l), dim);
          cases.close("softmaxGrad", backend.softmaxGrad(g, p, dim), ofP, 20, 1);
          cases.close("logSoftmaxGrad", backend.logSoftmaxGrad(g, l, dim), ofL, 40, 1);
        }
      }
    }
  }

  @Test
  void lossesOfAClassifierAndTheirGradientsAgree() {
    for (int[] size : new int[][] {{1, 1}, {4, 10}, {0, 3}, {33, 100}}) {
      var shape = Shape.of(size);
      var labels = new long[size[0]];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i * 7L % size[1];
      }
      var y = backend.wrap(labels, Shape.of(size[0]));
      for (var x : cases.views(cases.uniform(shape, -20, 20))) {
        var exact = cases.exact(x);
        var exactP = reference.allocate(DType.FLOAT64, shape);
        var p = backend.copy(x);
        var expected = reference.crossEntropy(exact, cases.exact(y), exactP);
        cases.close("crossEntropy", backend.crossEntropy(x, y, p), expected, 20, 1);
        cases.close("its softmax", p, exactP, 40);
        cases.close("without softmax", backend.crossEntropy(x, y, null), expected, 20, 1);
        var g = cases.uniform(Shape.of(size[0]), -1, 1);
        var back = reference.crossEntropyGrad(cases.exact(g), exactP, cases.exact(y));
        cases.close("crossEntropyGrad", backend.crossEntropyGrad(g, p, y), back, 40, 1);
      }
    }
  }

  @Test
  void stepsOfSgdAgree() {
    for (boolean nesterov : new boolean[] {false, true}) {
      for (boolean first : new boolean[] {false, true}) {
        var step = new SgdStep(0.1, 0.9, nesterov ? 0 : 0.2, 0.01, nesterov, first);
        for (int n : new int[] {0, 1, 7, 37, 40_000}) {
          var theta = cases.uniform(Shape.of(n), -1, 1);
          var g = cases.uniform(Shape.of(n), -1, 1);
          var v = cases.uniform(Shape.of(n), -1, 1);
          var exactTheta = cases.exact(theta);
          var exactV = cases.exact(v);
          reference.sgd(exactTheta, cases.exact(g), exactV, step);
          backend.sgd(theta, g, v, step);
          cases.close("θ after " + step, theta, exactTheta, 8, 1);
          cases.close("v after " + step, v, exactV, 8, 1);
        }
      }
    }
    var theta = cases.uniform(Shape.of(21), -1, 1);
    var g = cases.uniform(Shape.of(21), -1, 1);
    var exact = cases.exact(theta);
    var plain = new SgdStep(0.1, 0, 0, 0.01, false, false);
    reference.sgd(exact, cases.exact(g), null, plain);
    backend.sgd(theta, g, null, plain);
    cases.close("θ after " + plain, theta, exact, 8, 1);
  }

  @Test
  void stepsOfQhAdamAgree() {
    for (boolean decoupled : new boolean[] {false, true}) {
      for (double nu : new double[] {1, 0.7}) {
        var step = new QHAdamStep(0.01, 0.9, 0.99, nu, nu, 1e-8, 0.1, decoupled);
        for (int n : new int[] {0, 1, 7, 37, 40_000}) {
          var theta = cases.uniform(Shape.of(n), -1, 1);
          var g = cases.uniform(Shape.of(n), 0.1, 1);
          var mean = cases.uniform(Shape.of(n), -1, 1);
          var square = cases.uniform(Shape.of(n), 0.1, 1);
          var exactTheta = cases.exact(theta);
          var exactMean = cases.exact(mean);
          var exactSquare = cases.exact(square);
          reference.qhAdam(exactTheta, cases.exact(g), exactMean, exactSquare, step);
          backend.qhAdam(theta, g, mean, square, step);
          cases.close("θ after " + step, theta, exactTheta, 20, 1);
          cases.close("mean after " + step, mean, exactMean, 20, 1);
          cases.close("square after " + step, square, exactSquare, 20, 1);
        }
      }
    }
  }

  private static List<Shape> shapes() {
    return List.of(
        Shape.of(1),
        Shape.of(10),
        Shape.of(3, 5),
        Shape.of(2, 0, 4),
        Shape.of(4, 3, 33),
        Shape.of(2, 70, 37),
        Shape.of(130, 300),
        Shape.of(3, 200),
        Shape.of(2, 9000));
  }
}

package lectern.nn;

import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.random.RandomStream;
import lectern.random.Seeds;
import lectern.tensor.Tensor;

/// How parameters start. Random ones come from the stream `"init"` of [Seeds].
///
/// A weight has the shape (out, in, …): its fan-in is the product of all sizes but the first, its
/// fan-out that of all but the second.
@FunctionalInterface
public interface Init {

  /// A tensor of this shape in the current type.
  Tensor make(Shape shape);

  /// Every element `value`.
  static Init constant(double value) {
    return shape -> Tensor.full(value, shape.dims());
  }

  /// Uniform in [low, high).
  static Init uniform(double low, double high) {
    return shape ->
        random(
            shape,
            (stream, out) -> stream.uniform(out, low, high),
            (stream, out) -> stream.uniform(out, low, high));
  }

  /// Normal with the given mean and standard deviation.
  static Init normal(double mean, double deviation) {
    return shape ->
        random(
            shape,
            (stream, out) -> stream.normal(out, mean, deviation),
            (stream, out) -> stream.normal(out, mean, deviation));
  }

  /// Normal with deviation √(2/fan-in), for layers before a ReLU. K. He and others, 2015.
  static Init kaimingNormal() {
    return shape -> normal(0, Math.sqrt(2.0 / fanIn(shape))).make(shape);
  }

  /// Uniform with the same deviation: ±√(6/fan-in).
  static Init kaimingUniform() {
    return shape -> symmetric(Math.sqrt(6.0 / fanIn(shape))).make(shape);
  }

  /// Uniform in ±√(6/(fan-in + fan-out)). X. Glorot, Y. Bengio, 2010.
  static Init xavierUniform() {
    return shape -> symmetric(Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).make(shape);
  }

  /// Normal with deviation √(2/(fan-in + fan-out)).
  static Init xavierNormal() {
    return shape -> normal(0, Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).make(shape);
  }

  private static Init symmetric(double bound) {
    return uniform(-bound, bound);
  }

  private static long fanIn(Shape shape) {
    return shape.rank() < 2 ? shape.size() : shape.size() / Math.max(1, shape.at(0));
  }

  private static long fanOut(Shape shape) {
    return shape.rank() < 2 ? shape.size() : shape.size() / Math.max(1, shape.at(1));
  }

  /// Fills an array of numbers from a stream.
  @FunctionalInterface
  interface Fill<A> {
    void from(RandomStream stream, A out);
  }

  private static Tensor random(Shape shape, Fill<float[]> floats, Fill<double[]> doubles) {
    if (!Backend.current().hasValues()) {
      return Tensor.zeros(shape.dims());
    }
    var stream = Seeds.stream("init");
    int size = shape.length();
    if (DType.current() == DType.FLOAT64) {
      var values = new double[size];
      doubles.from(stream, values);
      return Tensor.wrap(values, shape);
    }
    var values = new float[size];
    floats.from(stream, values);
    return Tensor.wrap(values, shape);
  }
}

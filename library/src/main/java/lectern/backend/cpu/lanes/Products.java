package lectern.backend.cpu.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Products along a run of floats, made in float64, which has room for what lies between.
final class Products {

  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

  /// Numbers in a vector.
  static final int LENGTH = D.length();

  /// As many floats as there are doubles in a vector.
  private static final VectorSpecies<Float> S =
      VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));

  private Products() {}

  /// Π x in four vectors side by side, always in the same order. `n` is a multiple of four vectors.
  static double product(float[] x, int at, int n) {
    var p0 = DoubleVector.broadcast(D, 1);
    var p1 = p0;
    var p2 = p0;
    var p3 = p0;
    for (int i = at; i < at + n; i += 4 * LENGTH) {
      p0 = p0.mul(FloatVector.fromArray(S, x, i).castShape(D, 0));
      p1 = p1.mul(FloatVector.fromArray(S, x, i + LENGTH).castShape(D, 0));
      p2 = p2.mul(FloatVector.fromArray(S, x, i + 2 * LENGTH).castShape(D, 0));
      p3 = p3.mul(FloatVector.fromArray(S, x, i + 3 * LENGTH).castShape(D, 0));
    }
    double product = 1;
    for (double lane : p0.mul(p1).mul(p2.mul(p3)).toArray()) {
      product *= lane;
    }
    return product;
  }
}

package lectern.backend.reference;

import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Shape;

/// Reading and adding at places that an index array names.
///
/// An array is seen as (outer, dim, inner): element `(o, d, i)` is number `(o·D + d)·inner + i`.
final class Indexing {

  private Indexing() {}

  static Array take(Backend backend, Array a, int dim, Array index) {
    var result = backend.allocate(a.dtype(), a.shape().replace(dim, index.shape()));
    var out = new Elements(result);
    var in = new Elements(a);
    var at = new Elements(index);
    int size = a.shape().at(dim);
    int inner = inner(a.shape(), dim);
    for (int i = 0; i < out.size(); i++) {
      int outer = i / (inner * at.size());
      int d = checked(at.get(i / inner % at.size()), size);
      out.set(i, in.get((outer * size + d) * inner + i % inner));
    }
    return result;
  }

  static void addAt(Array target, int dim, Array index, Array source) {
    var out = new Elements(target);
    var in = new Elements(source);
    var at = new Elements(index);
    int size = target.shape().at(dim);
    int inner = inner(target.shape(), dim);
    for (int i = 0; i < in.size(); i++) {
      int outer = i / (inner * at.size());
      int d = checked(at.get(i / inner % at.size()), size);
      out.add((outer * size + d) * inner + i % inner, in.get(i));
    }
    target.storage().changed();
  }

  static Array gather(Backend backend, Array a, int dim, Array index) {
    var result = backend.allocate(a.dtype(), index.shape());
    var out = new Elements(result);
    var in = new Elements(a);
    var at = new Elements(index);
    for (int i = 0; i < out.size(); i++) {
      out.set(i, in.get(place(a.shape(), dim, index.shape(), i, at.get(i))));
    }
    return result;
  }

  static void scatterAdd(Array target, int dim, Array index, Array source) {
    var out = new Elements(target);
    var in = new Elements(source);
    var at = new Elements(index);
    for (int i = 0; i < at.size(); i++) {
      out.add(place(target.shape(), dim, index.shape(), i, at.get(i)), in.get(i));
    }
    target.storage().changed();
  }

  /// The number, in `shape`, of the element that has the coordinates of element `i` of `indexShape`
  /// except for `d` in dimension `dim`.
  private static int place(Shape shape, int dim, Shape indexShape, int i, double d) {
    int place = 0;
    int rest = i;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      int coordinate = rest % indexShape.at(axis);
      rest /= indexShape.at(axis);
      place += shape.stride(axis) * (axis == dim ? checked(d, shape.at(dim)) : coordinate);
    }
    return place;
  }

  private static int checked(double index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "index " + (long) index + " is outside a dimension of size " + size);
    }
    return (int) index;
  }

  private static int inner(Shape shape, int dim) {
    int inner = 1;
    for (int i = dim + 1; i < shape.rank(); i++) {
      inner *= shape.at(i);
    }
    return inner;
  }
}

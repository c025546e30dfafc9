package lectern.backend.meta;

import java.util.Arrays;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.Storage;
import lectern.backend.Unary;

/// Computes shapes and types only.
public final class MetaBackend implements Backend {

  @Override
  public String name() {
    return "meta";
  }

  @Override
  public boolean supports(DType dtype) {
    return true;
  }

  @Override
  public boolean hasValues() {
    return false;
  }

  @Override
  public Array allocate(DType dtype, Shape shape) {
    return new Array(new Storage(this, dtype, null), shape);
  }

  @Override
  public Array wrap(Object elements, Shape shape) {
    return allocate(DType.ofJava(elements), shape);
  }

  /// @throws UnsupportedOperationException always
  @Override
  public Object toJava(Array a) {
    throw noValues(a);
  }

  /// @throws UnsupportedOperationException always
  @Override
  public double get(Array a, long index) {
    throw noValues(a);
  }

  private static UnsupportedOperationException noValues(Array a) {
    return new UnsupportedOperationException(
        "a meta tensor "
            + a.shape()
            + " has a shape and no values; build the model outside Meta.build to compute");
  }

  @Override
  public void fill(Array target, double value) {
    target.storage().changed();
  }

  @Override
  public void assign(Array target, Array source) {
    target.storage().changed();
  }

  @Override
  public void update(Binary op, Array target, Array source) {
    target.storage().changed();
  }

  @Override
  public void addScaled(Array target, Array source, double alpha) {
    target.storage().changed();
  }

  @Override
  public Array unary(Unary op, Array a) {
    return allocate(a.dtype(), a.shape());
  }

  @Override
  public Array binary(Binary op, Array a, Array b) {
    var dtype = op.isComparison() ? DType.BOOL : a.dtype();
    return allocate(dtype, Shape.broadcast(a.shape(), b.shape()));
  }

  @Override
  public Array where(Array condition, Array a, Array b) {
    var shape = Shape.broadcast(a.shape(), b.shape());
    return allocate(a.dtype(), Shape.broadcast(condition.shape(), shape));
  }

  @Override
  public Array cast(Array a, DType to) {
    return allocate(to, a.shape());
  }

  @Override
  public Array reduce(Reduction op, Array a, int[] dims, boolean keepDims) {
    return allocate(a.dtype(), a.shape().without(dims, keepDims));
  }

  @Override
  public Array argmax(Array a, int dim) {
    return allocate(DType.INT64, a.shape().without(new int[] {dim}, false));
  }

  @Override
  public Array cumsum(Array a, int dim) {
    return allocate(a.dtype(), a.shape());
  }

  @Override
  public Array matmul(Array a, Array b) {
    var batch = Shape.broadcast(batch(a.shape()), batch(b.shape()));
    var dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = a.shape().at(-2);
    dims[batch.rank() + 1] = b.shape().at(-1);
    return allocate(a.dtype(), Shape.of(dims));
  }

  private static Shape batch(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  @Override
  public Array take(Array a, int dim, Array index) {
    return allocate(a.dtype(), a.shape().replace(dim, index.shape()));
  }

  @Override
  public void addAt(Array target, int dim, Array index, Array source) {
    target.storage().changed();
  }

  @Override
  public Array gather(Array a, int dim, Array index) {
    return allocate(a.dtype(), index.shape());
  }

  @Override
  public void scatterAdd(Array target, int dim, Array index, Array source) {
    target.storage().changed();
  }
}

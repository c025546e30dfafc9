package lectern.backend.cpu;

import lectern.backend.Array;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.Storage;
import lectern.backend.Unary;
import lectern.backend.cpu.gemm.Gemm;
import lectern.backend.cpu.images.ImageFusions;
import lectern.backend.reference.ReferenceBackend;

/// The default backend: float32 and float64 in Java arrays, matrix products by OpenBLAS, vector
/// lanes for exp and its kin, several threads for what is long.
///
/// Integers and truth values serve as indices and masks; what is rare for them runs in the
/// reference backend's loops, on the same arrays.
public final class CpuBackend implements Fusions, ImageFusions {

  private final ReferenceBackend plain = new ReferenceBackend();
  private final Pool pool = new Pool();

  /// The matrix library, the vector kernels and the number of threads, for a person.
  public static String describe() {
    return products() + "; " + kernels() + "; " + Workers.count() + " threads";
  }

  /// Which library multiplies matrices, with its version and kernels, for a person.
  public static String products() {
    return Gemm.best().describe();
  }

  /// Which loops compute exp and its kin, for a person.
  public static String kernels() {
    return FloatKernels.best().describe();
  }

  /// Whether those loops use vector lanes.
  public static boolean hasLanes() {
    return !(FloatKernels.best() instanceof PlainKernels);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public boolean supports(DType dtype) {
    return true;
  }

  @Override
  public Array allocate(DType dtype, Shape shape) {
    return new Array(new Storage(this, dtype, pool.take(dtype, shape)), shape);
  }

  @Override
  public Array wrap(Object elements, Shape shape) {
    return new Array(new Storage(this, DType.ofJava(elements), elements), shape);
  }

  @Override
  public void recycle(Storage storage) {
    pool.give(storage);
  }

  @Override
  public Object toJava(Array a) {
    var out = Pool.fresh(a.dtype(), a.length());
    assign(wrap(out, a.shape()), a);
    return out;
  }

  @Override
  public double get(Array a, long index) {
    int at = a.offset();
    long rest = index;
    for (int d = a.rank() - 1; d >= 0; d--) {
      at += (int) (rest % a.shape().at(d)) * a.stride(d);
      rest /= a.shape().at(d);
    }
    var storage = a.storage();
    return switch (a.dtype()) {
      case FLOAT32 -> storage.floats()[at];
      case FLOAT64 -> storage.doubles()[at];
      case INT32 -> storage.ints()[at];
      case INT64 -> storage.longs()[at];
      case BOOL -> storage.booleans()[at] ? 1 : 0;
    };
  }

  @Override
  public void fill(Array target, double value) {
    if (!target.dtype().isFloating()) {
      plain.fill(target, value);
      return;
    }
    if (target.size() > 0) {
      Elementwise.fill(target, value);
    }
    target.storage().changed();
  }

  @Override
  public void assign(Array target, Array source) {
    var from = source.expand(target.shape());
    boolean alike = target.dtype() == source.dtype();
    if (alike && target.dtype().isFloating()) {
      if (target.size() > 0) {
        Elementwise.assign(target, from);
      }
    } else if (alike && target.isContiguous() && from.isContiguous()) {
      System.arraycopy(
          from.storage().data(),
          from.offset(),
          target.storage().data(),
          target.offset(),
          target.length());
    } else {
      plain.assign(target, from);
      return;
    }
    target.storage().changed();
  }

  @Override
  public void update(Binary op, Array target, Array source) {
    if (!target.dtype().isFloating()) {
      plain.update(op, target, source);
      return;
    }
    if (target.size() > 0) {
      Elementwise.update(op, target, source.expand(target.shape()));
    }
    target.storage().changed();
  }

  @Override
  public void addScaled(Array target, Array source, double alpha) {
    if (!target.dtype().isFloating() || !target.isContiguous()) {
      plain.addScaled(target, source, alpha);
      return;
    }
    Elementwise.addScaled(target, contiguous(source), alpha);
    target.storage().changed();
  }

  @Override
  public Array unary(Unary op, Array a) {
    return a.dtype().isFloating() ? Elementwise.unary(this, op, a) : Integers.unary(this, op, a);
  }

  @Override
  public Array binary(Binary op, Array a, Array b) {
    return a.dtype().isFloating()
        ? Elementwise.binary(this, op, a, b)
        : Integers.binary(this, op, a, b);
  }

  @Override
  public Array where(Array condition, Array a, Array b) {
    return a.dtype().isFloating()
        ? Choices.where(this, condition, a, b)
        : Integers.where(this, condition, a, b);
  }

  @Override
  public Array cast(Array a, DType to) {
    return a.dtype() == to ? copy(a) : Casts.cast(this, contiguous(a), to);
  }

  @Override
  public Array reduce(Reduction op, Array a, int[] dims, boolean keepDims) {
    return a.dtype().isFloating()
        ? Reductions.reduce(this, op, a, dims, keepDims)
        : Integers.reduce(this, op, a, dims, keepDims);
  }

  @Override
  public Array argmax(Array a, int dim) {
    return a.dtype().isFloating() ? Reductions.argmax(this, a, dim) : Integers.argmax(this, a, dim);
  }

  @Override
  public Array cumsum(Array a, int dim) {
    return a.dtype().isFloating() && a.size() > 0
        ? Reductions.cumsum(this, a, dim)
        : adopt(plain.cumsum(a, dim));
  }

  @Override
  public Array matmul(Array a, Array b) {
    return a.dtype().isFloating() ? Products.matmul(this, a, b) : adopt(plain.matmul(a, b));
  }

  @Override
  public Array take(Array a, int dim, Array index) {
    return Indexing.take(this, a, dim, index);
  }

  @Override
  public void addAt(Array target, int dim, Array index, Array source) {
    if (!target.dtype().isFloating() || !target.isContiguous()) {
      plain.addAt(target, dim, index, source);
      return;
    }
    Indexing.addAt(this, target, dim, index, source);
    target.storage().changed();
  }

  @Override
  public Array gather(Array a, int dim, Array index) {
    return Indexing.alongRows(a, dim, index)
        ? Indexing.gatherRows(this, a, index)
        : adopt(plain.gather(a, dim, index));
  }

  @Override
  public void scatterAdd(Array target, int dim, Array index, Array source) {
    if (Indexing.alongRows(target, dim, index)
        && target.isContiguous()
        && index.shape().equals(source.shape())) {
      Indexing.scatterRows(this, target, index, source);
      target.storage().changed();
    } else {
      plain.scatterAdd(target, dim, index, source);
    }
  }

  /// Room for a loop's intermediate results, of unspecified contents; to be given back.
  public float[] borrow(int length) {
    return (float[]) pool.take(DType.FLOAT32, Shape.of(length));
  }

  public void giveBack(float[] borrowed) {
    pool.give(new Storage(this, DType.FLOAT32, borrowed));
  }

  /// The same elements as this backend's own.
  private Array adopt(Array a) {
    return wrap(a.storage().data(), a.shape());
  }
}

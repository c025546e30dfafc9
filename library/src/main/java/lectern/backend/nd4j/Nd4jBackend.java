package lectern.backend.nd4j;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.Storage;
import lectern.backend.Unary;
import lectern.backend.reference.ReferenceBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// Computes with ND4J's INDArray: to compare, and to hand results to code that speaks ND4J.
///
/// A storage holds one flat INDArray in C order. What ND4J lacks, or computes to fewer digits than
/// asked for, goes through the reference backend's loops.
public final class Nd4jBackend implements Backend {

  private final ReferenceBackend plain = new ReferenceBackend();

  /// @throws NoClassDefFoundError if ND4J is not on the class path
  public Nd4jBackend() {
    DataType.FLOAT.width();
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public boolean supports(DType dtype) {
    return true;
  }

  @Override
  public Array allocate(DType dtype, Shape shape) {
    int n = shape.length();
    return array(dtype, n == 0 ? null : Nd4j.create(Nd4jElements.type(dtype), n), shape);
  }

  @Override
  public Array wrap(Object elements, Shape shape) {
    var dtype = DType.ofJava(elements);
    int n = shape.length();
    return array(dtype, n == 0 ? null : Nd4jElements.create(elements, Shape.of(n)), shape);
  }

  private Array array(DType dtype, INDArray flat, Shape shape) {
    return new Array(new Storage(this, dtype, flat), shape);
  }

  /// Frees the memory outside the Java heap now; the garbage collector would come late.
  @Override
  public void recycle(Storage storage) {
    if (storage.data() instanceof INDArray flat && flat.closeable()) {
      flat.close();
    }
  }

  @Override
  public Object toJava(Array a) {
    if (a.size() == 0) {
      return plain.toJava(plain.allocate(a.dtype(), a.shape()));
    }
    if (repeats(a)) {
      return plain.toJava(onJava(a));
    }
    return Nd4jElements.elements(view(a));
  }

  @Override
  public double get(Array a, long index) {
    long at = a.offset();
    long rest = index;
    for (int d = a.rank() - 1; d >= 0; d--) {
      at += rest % a.shape().at(d) * a.stride(d);
      rest /= a.shape().at(d);
    }
    return flat(a).getDouble(at);
  }

  @Override
  public void fill(Array target, double value) {
    if (target.size() > 0) {
      view(target).assign(value);
    }
    target.storage().changed();
  }

  @Override
  public void assign(Array target, Array source) {
    if (target.size() > 0) {
      view(target).assign(operand(source, target.shape()).castTo(type(target)));
    }
    target.storage().changed();
  }

  @Override
  public void update(Binary op, Array target, Array source) {
    if (target.size() > 0) {
      view(target).assign(operand(binary(op, target, source), target.shape()));
    }
    target.storage().changed();
  }

  @Override
  public void addScaled(Array target, Array source, double alpha) {
    if (target.size() > 0) {
      var scaled = operand(source, target.shape()).mul(alpha);
      view(target).addi(scaled);
    }
    target.storage().changed();
  }

  @Override
  public Array unary(Unary op, Array a) {
    UnaryOperator<INDArray> f = a.dtype().isFloating() ? Nd4jFunctions.of(op) : null;
    if (a.size() == 0 || f == null) {
      return fromJava(plain.unary(op, onJava(a)));
    }
    return adopt(f.apply(operand(a, a.shape())), a.dtype(), a.shape());
  }

  @Override
  public Array binary(Binary op, Array a, Array b) {
    var shape = Shape.broadcast(a.shape(), b.shape());
    BinaryOperator<INDArray> f = a.dtype().isFloating() ? Nd4jFunctions.of(op) : null;
    if (shape.size() == 0 || f == null) {
      return fromJava(plain.binary(op, onJava(a), onJava(b)));
    }
    var type = op.isComparison() ? DType.BOOL : a.dtype();
    return adopt(f.apply(operand(a, shape), operand(b, shape)), type, shape);
  }

  @Override
  public Array where(Array condition, Array a, Array b) {
    return fromJava(plain.where(onJava(condition), onJava(a), onJava(b)));
  }

  @Override
  public Array cast(Array a, DType to) {
    boolean direct = a.size() > 0 && a.dtype().isFloating() && to.isFloating();
    return direct
        ? adopt(operand(a, a.shape()).castTo(Nd4jElements.type(to)), to, a.shape())
        : fromJava(plain.cast(onJava(a), to));
  }

  @Override
  public Array reduce(Reduction op, Array a, int[] dims, boolean keepDims) {
    if (a.size() == 0 || dims.length == 0 || !a.dtype().isFloating()) {
      return fromJava(plain.reduce(op, onJava(a), dims, keepDims));
    }
    var x = operand(a, a.shape());
    var result =
        switch (op) {
          case SUM -> x.sum(dims);
          case MEAN -> x.mean(dims);
          // ND4J's products lose digits, its extremes pass over NaN.
          case PROD, MAX, MIN -> null;
        };
    return result == null
        ? fromJava(plain.reduce(op, onJava(a), dims, keepDims))
        : adopt(result, a.dtype(), a.shape().without(dims, keepDims));
  }

  @Override
  public Array argmax(Array a, int dim) {
    return fromJava(plain.argmax(onJava(a), dim));
  }

  @Override
  public Array cumsum(Array a, int dim) {
    return fromJava(plain.cumsum(onJava(a), dim));
  }

  @Override
  public Array matmul(Array a, Array b) {
    if (a.rank() != 2 || b.rank() != 2 || a.size() == 0 || b.size() == 0) {
      return fromJava(plain.matmul(onJava(a), onJava(b)));
    }
    var shape = Shape.of(a.shape().at(0), b.shape().at(1));
    // ND4J multiplies into F order and copies; Cᵀ = Bᵀ·Aᵀ into an F-ordered Cᵀ is C in C order
    // without the copy.
    var turned = Nd4j.createUninitialized(type(a), new long[] {shape.at(1), shape.at(0)}, 'f');
    operand(b, b.shape()).transpose().mmuli(operand(a, a.shape()).transpose(), turned);
    return adopt(turned.transpose(), a.dtype(), shape);
  }

  @Override
  public Array take(Array a, int dim, Array index) {
    return fromJava(plain.take(onJava(a), dim, onJava(index)));
  }

  @Override
  public void addAt(Array target, int dim, Array index, Array source) {
    var sum = onJava(target);
    plain.addAt(sum, dim, onJava(index), onJava(source));
    assign(target, fromJava(sum));
  }

  @Override
  public Array gather(Array a, int dim, Array index) {
    return fromJava(plain.gather(onJava(a), dim, onJava(index)));
  }

  @Override
  public void scatterAdd(Array target, int dim, Array index, Array source) {
    var sum = onJava(target);
    plain.scatterAdd(sum, dim, onJava(index), onJava(source));
    assign(target, fromJava(sum));
  }

  private static INDArray flat(Array a) {
    return (INDArray) a.storage().data();
  }

  private static DataType type(Array a) {
    return Nd4jElements.type(a.dtype());
  }

  private static boolean repeats(Array a) {
    for (int d = 0; d < a.rank(); d++) {
      if (a.shape().at(d) > 1 && a.stride(d) == 0) {
        return true;
      }
    }
    return false;
  }

  /// The same memory as an INDArray of this shape; a single number has the shape (1).
  private static INDArray view(Array a) {
    int rank = Math.max(1, a.rank());
    var shape = new long[rank];
    var strides = new long[rank];
    shape[0] = 1;
    strides[0] = 1;
    for (int d = 0; d < a.rank(); d++) {
      shape[d] = a.shape().at(d);
      strides[d] = Math.max(1, a.stride(d));
    }
    return Nd4j.create(flat(a).data(), shape, strides, a.offset(), 'c', type(a));
  }

  /// The elements broadcast to `shape`, to be read only.
  private INDArray operand(Array a, Shape shape) {
    if (repeats(a)) {
      return operand(fromJava(plain.copy(onJava(a))), shape);
    }
    if (a.shape().equals(shape)) {
      return view(a);
    }
    var aligned = a;
    while (aligned.rank() < shape.rank()) {
      aligned = aligned.unsqueeze(0);
    }
    var wide = Nd4jElements.toLongs(shape.dims());
    return a.size() == 1
        ? Nd4j.valueArrayOf(wide, get(a, 0), type(a))
        : view(aligned).broadcast(wide);
  }

  /// Takes over what ND4J computed.
  private Array adopt(INDArray result, DType dtype, Shape shape) {
    var dense = result.ordering() == 'c' && !result.isView() ? result : result.dup('c');
    return array(dtype, dense.reshape('c', new long[] {shape.size()}), shape);
  }

  /// A copy in Java arrays.
  private Array onJava(Array a) {
    if (a.size() == 0) {
      return plain.allocate(a.dtype(), a.shape());
    }
    var flat = flat(a);
    var all = plain.wrap(Nd4jElements.elements(flat), Shape.of(Math.toIntExact(flat.length())));
    var strides = new int[a.rank()];
    for (int d = 0; d < strides.length; d++) {
      strides[d] = a.stride(d);
    }
    return plain.copy(new Array(all.storage(), a.shape(), strides, a.offset()));
  }

  private Array fromJava(Array a) {
    return wrap(plain.toJava(a), a.shape());
  }
}

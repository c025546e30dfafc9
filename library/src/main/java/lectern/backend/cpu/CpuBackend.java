package lectern.backend.cpu;

import lectern.backend.Activation;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.QHAdamStep;
import lectern.backend.Reduction;
import lectern.backend.SgdStep;
import lectern.backend.Shape;
import lectern.backend.Storage;
import lectern.backend.Unary;
import lectern.backend.Window;
import lectern.backend.reference.ReferenceBackend;

/// The default backend: float32 and float64 in Java arrays, matrix products by OpenBLAS, vector
/// lanes for exp and its kin, several threads for what is long.
///
/// Integers and truth values serve as indices and masks; what is rare for them runs in the
/// reference backend's loops, on the same arrays.
public final class CpuBackend implements Backend {

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
    if (target.dtype() == source.dtype() && target.isContiguous() && from.isContiguous()) {
      System.arraycopy(
          from.storage().data(),
          from.offset(),
          target.storage().data(),
          target.offset(),
          target.length());
    } else if (target.dtype() == source.dtype() && target.dtype().isFloating()) {
      if (target.size() > 0) {
        Elementwise.assign(target, from);
      }
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
    return a.dtype().isFloating() ? Elementwise.unary(this, op, a) : adopt(plain.unary(op, a));
  }

  @Override
  public Array binary(Binary op, Array a, Array b) {
    return a.dtype().isFloating()
        ? Elementwise.binary(this, op, a, b)
        : adopt(plain.binary(op, a, b));
  }

  @Override
  public Array where(Array condition, Array a, Array b) {
    return a.dtype().isFloating()
        ? Elementwise.where(this, condition, a, b)
        : adopt(plain.where(condition, a, b));
  }

  @Override
  public Array cast(Array a, DType to) {
    return a.dtype() == to ? copy(a) : Casts.cast(this, contiguous(a), to);
  }

  @Override
  public Array reduce(Reduction op, Array a, int[] dims, boolean keepDims) {
    return a.dtype().isFloating()
        ? Reductions.reduce(this, op, a, dims, keepDims)
        : adopt(plain.reduce(op, a, dims, keepDims));
  }

  @Override
  public Array argmax(Array a, int dim) {
    return a.dtype().isFloating() ? Reductions.argmax(this, a, dim) : adopt(plain.argmax(a, dim));
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

  @Override
  public Array linear(Array x, Array weight, Array bias, Activation f) {
    return x.dtype().isFloating()
        ? Products.linear(this, x, weight, bias, f)
        : Backend.super.linear(x, weight, bias, f);
  }

  @Override
  public Array softmax(Array x, int dim) {
    return dim == x.rank() - 1 ? Reductions.softmax(this, false, x) : Backend.super.softmax(x, dim);
  }

  @Override
  public Array logSoftmax(Array x, int dim) {
    return dim == x.rank() - 1
        ? Reductions.softmax(this, true, x)
        : Backend.super.logSoftmax(x, dim);
  }

  @Override
  public Array softmaxGrad(Array g, Array p, int dim) {
    return dim == g.rank() - 1
        ? Reductions.softmaxGrad(this, false, g, p)
        : Backend.super.softmaxGrad(g, p, dim);
  }

  @Override
  public Array logSoftmaxGrad(Array g, Array l, int dim) {
    return dim == g.rank() - 1
        ? Reductions.softmaxGrad(this, true, g, l)
        : Backend.super.logSoftmaxGrad(g, l, dim);
  }

  @Override
  public Array crossEntropy(Array x, Array labels, Array probabilities) {
    return CrossEntropy.forward(this, x, labels, probabilities);
  }

  @Override
  public Array crossEntropyGrad(Array g, Array probabilities, Array labels) {
    return CrossEntropy.backward(this, g, probabilities, labels);
  }

  @Override
  public void sgd(Array theta, Array gradient, Array momentum, SgdStep step) {
    if (dense(theta) && (momentum == null || dense(momentum))) {
      Steps.sgd(theta, contiguous(gradient), momentum, step);
    } else {
      Backend.super.sgd(theta, gradient, momentum, step);
    }
  }

  @Override
  public void qhAdam(Array theta, Array gradient, Array mean, Array square, QHAdamStep step) {
    if (dense(theta) && dense(mean) && dense(square)) {
      Steps.qhAdam(theta, contiguous(gradient), mean, square, step);
    } else {
      Backend.super.qhAdam(theta, gradient, mean, square, step);
    }
  }

  private static boolean dense(Array a) {
    return a.dtype().isFloating() && a.isContiguous();
  }

  @Override
  public Array conv2d(Array x, Array weight, Array bias, Window window) {
    return DirectConvolution.fits(x, window)
        ? new DirectConvolution(this, new Planes(x.shape(), window), weight.shape().at(0))
            .forward(contiguous(x), contiguous(weight), denseOrNull(bias))
        : Backend.super.conv2d(x, weight, bias, window);
  }

  @Override
  public Array conv2dInputGrad(Array g, Array weight, int height, int width, Window window) {
    var images = Shape.of(g.shape().at(0), weight.shape().at(1), height, width);
    return DirectConvolution.fits(g, window)
        ? new DirectConvolution(this, new Planes(images, window), weight.shape().at(0))
            .inputGrad(contiguous(g), contiguous(weight))
        : Backend.super.conv2dInputGrad(g, weight, height, width, window);
  }

  @Override
  public Array conv2dWeightGrad(Array g, Array x, Window window) {
    return DirectConvolution.fits(x, window)
        ? new WeightGrads(this, new Planes(x.shape(), window), contiguous(g), contiguous(x))
            .compute()
        : Backend.super.conv2dWeightGrad(g, x, window);
  }

  @Override
  public Array attention(
      Array q, Array k, Array v, Grid grid, double scale, boolean causal, Array probabilities) {
    return Heads.fit(q, k, v)
        ? new Heads(this, q, k, v, grid, scale).forward(causal, probabilities)
        : Backend.super.attention(q, k, v, grid, scale, causal, probabilities);
  }

  @Override
  public Array[] attentionGrad(
      Array g, Array q, Array k, Array v, Grid grid, double scale, Array probabilities) {
    return Heads.fit(q, k, v)
        ? new Heads(this, q, k, v, grid, scale).backward(g, probabilities)
        : Backend.super.attentionGrad(g, q, k, v, grid, scale, probabilities);
  }

  @Override
  public Array layerNorm(Array x, Array gamma, Array beta, double eps, Array statistics) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0
        ? LayerNorms.forward(
            this, contiguous(x), denseOrNull(gamma), denseOrNull(beta), eps, statistics)
        : Backend.super.layerNorm(x, gamma, beta, eps, statistics);
  }

  @Override
  public Array[] layerNormGrad(Array g, Array x, Array gamma, Array statistics) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0
        ? LayerNorms.backward(this, contiguous(g), contiguous(x), denseOrNull(gamma), statistics)
        : Backend.super.layerNormGrad(g, x, gamma, statistics);
  }

  private Array denseOrNull(Array a) {
    return a == null ? null : contiguous(a);
  }

  @Override
  public Array[] maxPool2d(Array x, Window window) {
    return x.dtype() == DType.FLOAT32
        ? Pooling.forward(this, contiguous(x), window)
        : Backend.super.maxPool2d(x, window);
  }

  @Override
  public Array maxPool2dGrad(Array g, Array places, int height, int width) {
    return g.dtype() == DType.FLOAT32 && places.dtype() == DType.INT32
        ? Pooling.backward(this, contiguous(g), contiguous(places), height, width)
        : Backend.super.maxPool2dGrad(g, places, height, width);
  }

  /// Room for a loop's intermediate results, of unspecified contents; to be given back.
  float[] borrow(int length) {
    return (float[]) pool.take(DType.FLOAT32, Shape.of(length));
  }

  void giveBack(float[] borrowed) {
    pool.give(new Storage(this, DType.FLOAT32, borrowed));
  }

  /// The same elements as this backend's own.
  private Array adopt(Array a) {
    return wrap(a.storage().data(), a.shape());
  }
}

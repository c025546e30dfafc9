package lectern.backend.reference;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.DType;
import lectern.backend.Reduction;
import lectern.backend.Shape;
import lectern.backend.Storage;
import lectern.backend.Unary;

/// Plain loops over Java arrays. Every result is computed in float64 and then rounded to the
/// array's type; integers beyond 2⁵³ are therefore not exact.
public final class ReferenceBackend implements Backend {

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public boolean supports(DType dtype) {
    return true;
  }

  @Override
  public Array allocate(DType dtype, Shape shape) {
    return wrap(Elements.zeros(dtype, shape.length()), shape);
  }

  @Override
  public Array wrap(Object elements, Shape shape) {
    return new Array(new Storage(this, DType.ofJava(elements), elements), shape);
  }

  @Override
  public Object toJava(Array a) {
    return copy(a).storage().data();
  }

  @Override
  public double get(Array a, long index) {
    return new Elements(a).get(Math.toIntExact(index));
  }

  @Override
  public void fill(Array target, double value) {
    var out = new Elements(target);
    for (int i = 0; i < out.size(); i++) {
      out.set(i, value);
    }
    target.storage().changed();
  }

  @Override
  public void assign(Array target, Array source) {
    combine(target, source, (old, value) -> value);
  }

  @Override
  public void update(Binary op, Array target, Array source) {
    combine(target, source, op::apply);
  }

  @Override
  public void addScaled(Array target, Array source, double alpha) {
    combine(target, source, (old, value) -> old + alpha * value);
  }

  private static void combine(Array target, Array source, DoubleBinaryOperator f) {
    var out = new Elements(target);
    var in = new Elements(source.expand(target.shape()));
    for (int i = 0; i < out.size(); i++) {
      out.set(i, f.applyAsDouble(out.get(i), in.get(i)));
    }
    target.storage().changed();
  }

  @Override
  public Array unary(Unary op, Array a) {
    var result = allocate(a.dtype(), a.shape());
    var out = new Elements(result);
    var in = new Elements(a);
    for (int i = 0; i < out.size(); i++) {
      out.set(i, op.apply(in.get(i)));
    }
    return result;
  }

  @Override
  public Array binary(Binary op, Array a, Array b) {
    var shape = Shape.broadcast(a.shape(), b.shape());
    var result = allocate(op.isComparison() ? DType.BOOL : a.dtype(), shape);
    var out = new Elements(result);
    var left = new Elements(a.expand(shape));
    var right = new Elements(b.expand(shape));
    for (int i = 0; i < out.size(); i++) {
      out.set(i, op.apply(left.get(i), right.get(i)));
    }
    return result;
  }

  @Override
  public Array where(Array condition, Array a, Array b) {
    var shape = Shape.broadcast(condition.shape(), Shape.broadcast(a.shape(), b.shape()));
    var result = allocate(a.dtype(), shape);
    var out = new Elements(result);
    var yes = new Elements(condition.expand(shape));
    var left = new Elements(a.expand(shape));
    var right = new Elements(b.expand(shape));
    for (int i = 0; i < out.size(); i++) {
      out.set(i, yes.get(i) != 0 ? left.get(i) : right.get(i));
    }
    return result;
  }

  @Override
  public Array cast(Array a, DType to) {
    var result = allocate(to, a.shape());
    assign(result, a);
    return result;
  }

  @Override
  public Array reduce(Reduction op, Array a, int[] dims, boolean keepDims) {
    var result = allocate(a.dtype(), a.shape().without(dims, keepDims));
    var out = new Elements(result);
    // The reduced dimensions last, so that each result reads one run of elements.
    var in = new Elements(a.permute(lastly(dims, a.rank())));
    int run = out.size() == 0 ? 0 : in.size() / out.size();
    for (int i = 0; i < out.size(); i++) {
      double value =
          switch (op) {
            case SUM, MEAN -> 0;
            case PROD -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
          };
      for (int j = i * run; j < (i + 1) * run; j++) {
        double x = in.get(j);
        value =
            switch (op) {
              case SUM, MEAN -> value + x;
              case PROD -> value * x;
              case MAX -> Math.max(value, x);
              case MIN -> Math.min(value, x);
            };
      }
      out.set(i, op == Reduction.MEAN ? value / run : value);
    }
    return result;
  }

  /// All dimensions with `dims` moved to the end.
  private static int[] lastly(int[] dims, int rank) {
    var order = new int[rank];
    int next = 0;
    for (int d = 0; d < rank; d++) {
      if (Arrays.binarySearch(dims, d) < 0) {
        order[next++] = d;
      }
    }
    System.arraycopy(dims, 0, order, next, dims.length);
    return order;
  }

  @Override
  public Array argmax(Array a, int dim) {
    var result = allocate(DType.INT64, a.shape().without(new int[] {dim}, false));
    var out = new Elements(result);
    var in = new Elements(a.permute(lastly(new int[] {dim}, a.rank())));
    int run = a.shape().at(dim);
    for (int i = 0; i < out.size(); i++) {
      int best = 0;
      for (int j = 1; j < run; j++) {
        double x = in.get(i * run + j);
        double top = in.get(i * run + best);
        if (x > top || (Double.isNaN(x) && !Double.isNaN(top))) {
          best = j;
        }
      }
      out.set(i, best);
    }
    return result;
  }

  @Override
  public Array cumsum(Array a, int dim) {
    var result = copy(a);
    var runs = new Elements(result.permute(lastly(new int[] {dim}, a.rank())));
    int run = a.shape().at(dim);
    for (int i = 0; i < runs.size(); i++) {
      if (i % run != 0) {
        runs.add(i, runs.get(i - 1));
      }
    }
    return result;
  }

  @Override
  public Array matmul(Array a, Array b) {
    return Matmul.multiply(this, a, b);
  }

  @Override
  public Array take(Array a, int dim, Array index) {
    return Indexing.take(this, a, dim, index);
  }

  @Override
  public void addAt(Array target, int dim, Array index, Array source) {
    Indexing.addAt(target, dim, index, source);
  }

  @Override
  public Array gather(Array a, int dim, Array index) {
    return Indexing.gather(this, a, dim, index);
  }

  @Override
  public void scatterAdd(Array target, int dim, Array index, Array source) {
    Indexing.scatterAdd(target, dim, index, source);
  }
}

package lectern.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lectern.tensor.Cost;
import lectern.tensor.Tensor;

/// A record of the layer calls on this thread.
final class Trace {

  private static final ScopedValue<Trace> SCOPE = ScopedValue.newInstance();

  private final List<Call> calls = new ArrayList<>();
  private String path = "";
  private int depth;

  /// One call, with the tensors that came in and what went out.
  record Call(String path, int depth, Layer layer, List<Tensor> inputs, Object output, long macs) {}

  static Trace current() {
    return SCOPE.isBound() ? SCOPE.get() : null;
  }

  /// Runs `body` and returns its calls in the order they began.
  static List<Call> of(Runnable body) {
    var trace = new Trace();
    ScopedValue.where(SCOPE, trace).run(() -> Tensor.noGrad(body));
    return trace.calls;
  }

  <R> R around(Layer layer, Supplier<R> body, Tensor[] inputs) {
    var outer = path;
    int place = calls.size();
    calls.add(null);
    path =
        outer.isEmpty() || layer.name().isEmpty()
            ? outer + layer.name()
            : outer + "." + layer.name();
    depth++;
    try {
      var counted = Cost.count(body);
      calls.set(
          place,
          new Call(path, depth - 1, layer, present(inputs), counted.value(), counted.macs()));
      return counted.value();
    } finally {
      path = outer;
      depth--;
    }
  }

  /// Optional inputs may be missing.
  private static List<Tensor> present(Tensor[] inputs) {
    return Stream.of(inputs).filter(Objects::nonNull).toList();
  }
}

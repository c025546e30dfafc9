package lectern.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.tensor.Parameter;
import lectern.tensor.ShapeException;
import lectern.tensor.Tensor;

/// A computation with parameters of its own and of its children.
///
/// ```java
/// final class Mlp extends Layer {
///   private final Linear fc1 = child("fc1", new Linear(784, 100));
///   private final Linear fc2 = child("fc2", new Linear(100, 10));
///
///   Tensor apply(Tensor x) {
///     return call(() -> fc2.apply(fc1.apply(x).relu()), x);
///   }
/// }
/// ```
///
/// Parameters and children are registered by name, and their order is the order everywhere: in
/// [#parameters()], in checkpoints, on the screen. A layer's own `apply` goes through [#call],
/// which tells hooks and traces and names the layer in errors. A layer of one tensor in and one out
/// extends [Stage].
public abstract class Layer implements Displayable {

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Layer> children = new LinkedHashMap<>();
  private List<Hook> hooks = List.of();
  private String name = "";
  private boolean training = true;

  /// Sees each call of a layer after it is done.
  @FunctionalInterface
  public interface Hook {
    /// Called when `layer` has computed `output`.
    ///
    /// @param output a tensor, or whatever the layer returns
    void called(Layer layer, Tensor[] inputs, Object output);
  }

  // Registration

  /// Registers a parameter under its name in checkpoints.
  protected final Parameter parameter(String name, Tensor values) {
    return put(parameters, name, new Parameter(values).name(name));
  }

  /// Registers a tensor that is saved with the parameters and not trained, such as a running mean.
  protected final Tensor buffer(String name, Tensor values) {
    return put(buffers, name, values.keep().name(name));
  }

  /// Registers a layer that this one uses.
  protected final <L extends Layer> L child(String name, L layer) {
    put(children, name, layer);
    Layer inner = layer;
    inner.name = name;
    // Errors and graphs then show the whole path.
    inner.state().values().forEach(t -> t.name(t.name() == null ? name : name + "." + t.name()));
    return layer;
  }

  /// Registers the layers of a list as `name.0`, `name.1`, ….
  protected final <L extends Layer> List<L> children(String name, List<L> layers) {
    checkName(name);
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      layer.name = name + "." + i;
      children.put(layer.name, layer);
    }
    return List.copyOf(layers);
  }

  private <T> T put(Map<String, ? super T> map, String name, T value) {
    checkName(name);
    map.put(name, value);
    return value;
  }

  private void checkName(String name) {
    boolean taken =
        parameters.containsKey(name)
            || buffers.containsKey(name)
            || children.containsKey(name)
            || children.containsKey(name + ".0");
    if (taken || name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "%s: '%s' cannot be registered; names are not empty, have no dot, and are used once"
              .formatted(getClass().getSimpleName(), name));
    }
  }

  // Calls

  /// Computes `body`. Every `apply` of every layer comes through here.
  ///
  /// @param inputs the tensors that come in, as hooks and traces show them
  /// @throws ShapeException with the layer's path in front, as its parents named it
  protected final <R> R call(Supplier<R> body, Tensor... inputs) {
    var trace = Trace.current();
    try {
      R output = trace == null ? body.get() : trace.around(this, body, inputs);
      if (!hooks.isEmpty()) {
        // A hook may hold on to what it sees, beyond a scope that the layer runs in.
        Tensor.keepAll(inputs);
        Tensor.keepAll(output);
      }
      for (var hook : hooks) {
        hook.called(this, inputs, output);
      }
      return output;
    } catch (ShapeException e) {
      throw e.in(name, getClass().getSimpleName());
    }
  }

  /// Calls `hook` after each call of this layer, until [#removeHooks()].
  public final void hook(Hook hook) {
    hooks = new ArrayList<>(hooks);
    hooks.add(hook);
  }

  /// Removes all hooks of this layer.
  public final void removeHooks() {
    hooks = List.of();
  }

  // What it has

  /// The name its parent gave it; empty for the outermost layer.
  public final String name() {
    return name;
  }

  /// The layers registered here, by name.
  public final Map<String, Layer> children() {
    return Collections.unmodifiableMap(children);
  }

  /// The parameters registered here, by name, without the children's.
  public final Map<String, Parameter> ownParameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /// All parameters, own ones first, then child by child.
  public final List<Parameter> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /// All parameters by path, such as `fc1.weight`.
  public final Map<String, Parameter> namedParameters() {
    var all = new LinkedHashMap<String, Parameter>();
    collect("", (path, layer) -> layer.parameters.forEach((n, p) -> all.put(path + n, p)));
    return all;
  }

  /// All parameters and buffers by path: what a checkpoint holds. The tensors are the layer's own.
  public final Map<String, Tensor> state() {
    var all = new LinkedHashMap<String, Tensor>();
    collect(
        "",
        (path, layer) -> {
          layer.parameters.forEach((n, p) -> all.put(path + n, p));
          layer.buffers.forEach((n, b) -> all.put(path + n, b));
        });
    return all;
  }

  private interface Visitor {
    void visit(String path, Layer layer);
  }

  private void collect(String path, Visitor visitor) {
    visitor.visit(path, this);
    children.forEach((n, child) -> child.collect(path + n + ".", visitor));
  }

  /// Takes over the values of a checkpoint.
  ///
  /// @throws IllegalArgumentException if names are missing or left over, or shapes differ; nothing
  ///   is changed then
  public final void load(Map<String, Tensor> values) {
    var own = state();
    var wrong = new ArrayList<String>();
    own.forEach(
        (path, tensor) -> {
          var value = values.get(path);
          if (value == null) {
            wrong.add("missing " + path + " " + tensor.shape());
          } else if (!value.shape().equals(tensor.shape())) {
            wrong.add(path + " is " + tensor.shape() + ", the checkpoint has " + value.shape());
          }
        });
    values.keySet().stream()
        .filter(p -> !own.containsKey(p))
        .forEach(p -> wrong.add("unknown " + p));
    if (!wrong.isEmpty()) {
      var some = wrong.subList(0, Math.min(8, wrong.size()));
      throw new IllegalArgumentException(
          "%s: the checkpoint does not fit in %d places: %s%s"
              .formatted(
                  getClass().getSimpleName(),
                  wrong.size(),
                  String.join("; ", some),
                  some.size() < wrong.size() ? "; …" : ""));
    }
    Tensor.noGrad(() -> own.forEach((path, tensor) -> tensor.assign(values.get(path))));
  }

  /// How many numbers training changes.
  public final long parameterCount() {
    return parameters().stream().mapToLong(Tensor::size).sum();
  }

  // Training

  /// Switches this layer and its children to training. Returns itself.
  public final Layer train() {
    return training(true);
  }

  /// Switches this layer and its children to use: dropout passes everything on, running means stay.
  /// Returns itself.
  public final Layer eval() {
    return training(false);
  }

  private Layer training(boolean on) {
    training = on;
    children.values().forEach(child -> child.training(on));
    return this;
  }

  /// Whether it is being trained; so it is from the start.
  public final boolean isTraining() {
    return training;
  }

  /// Removes the gradients of all parameters.
  public final void zeroGrad() {
    parameters().forEach(Tensor::zeroGrad);
  }

  // On the screen

  /// What the tree shows after the type, such as `784 → 100`; empty by default.
  protected String details() {
    return "";
  }

  final String label() {
    return (getClass().getSimpleName() + " " + details()).strip();
  }

  @Override
  public MimeBundle toMimeBundle() {
    return LayerView.of(this);
  }

  @Override
  public String toString() {
    return LayerView.text(this);
  }
}

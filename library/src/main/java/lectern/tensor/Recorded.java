package lectern.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The part of a tensor that remembers: the operation it came from, and the gradient that backward
/// passes bring.
public abstract sealed class Recorded extends Combining permits Tensor {

  private Op op;
  private boolean requiresGrad;
  private Tensor grad;
  private List<UnaryOperator<Tensor>> hooks;

  Recorded() {}

  private Tensor self() {
    return (Tensor) this;
  }

  /// Whether a backward pass sends it a gradient or passes through it.
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /// Makes a leaf collect gradients, or stop. Returns itself.
  ///
  /// @throws IllegalArgumentException if the type is not floating
  /// @throws IllegalStateException if it is the result of a recorded operation
  public Tensor requiresGrad(boolean on) {
    if (on && !self().dtype().isFloating()) {
      throw new IllegalArgumentException(
          "only FLOAT32 and FLOAT64 tensors have gradients, this one is " + self().dtype());
    }
    if (op != null && !on) {
      throw new IllegalStateException(
          "the result of " + op + " follows its inputs; use detach() for a tensor without history");
    }
    requiresGrad = on;
    return self();
  }

  /// The operation that made it, or `null` for a leaf.
  public Op op() {
    return op;
  }

  void madeBy(Op op) {
    this.op = op;
    requiresGrad = true;
  }

  /// Notes that the rules of its own operation read these tensors. Returns itself.
  Tensor saves(Tensor a) {
    if (op != null) {
      op.saves(a);
    }
    return self();
  }

  Tensor saves(Tensor a, Tensor b) {
    return saves(a).saves(b);
  }

  /// The gradient that backward passes have summed up here, or `null`. From then on the engine
  /// leaves its memory alone.
  public Tensor grad() {
    if (grad != null) {
      grad.array().storage().share();
    }
    return grad;
  }

  /// The gradient for somebody who reads it at once and keeps nothing, as an optimizer does, or
  /// `null`. The next [#zeroGrad] may reuse its memory.
  public Tensor gradToRead() {
    return grad;
  }

  /// Replaces the gradient; `null` removes it.
  public void setGrad(Tensor gradient) {
    if (gradient != null && !gradient.shape().equals(self().shape())) {
      throw new ShapeException(
          "the gradient of a tensor " + self().shape() + " has its shape, got " + gradient.shape());
    }
    if (gradient != null && gradient.dtype() != self().dtype()) {
      throw new IllegalArgumentException(
          "the gradient of a tensor %s has its type, got %s; convert it with to(DType.%1$s)"
              .formatted(self().dtype(), gradient.dtype()));
    }
    if (gradient != null) {
      gradient.keep();
    }
    grad = gradient;
  }

  /// Removes the gradient, so that the next backward pass starts from nothing.
  public void zeroGrad() {
    if (grad != null && grad.op() == null) {
      Op.recycle(self().backend(), grad.array().storage());
    }
    grad = null;
  }

  /// Computes the gradients of this single number with respect to every leaf that collects them,
  /// adds them to what is there, and releases the graph.
  ///
  /// @throws IllegalStateException if nothing was recorded, the graph was already released, or a
  ///   saved tensor was changed in place
  public void backward() {
    backward(null, false, false);
  }

  /// [#backward()]; with `retainGraph` the graph stays for another pass.
  public void backward(boolean retainGraph) {
    backward(null, retainGraph, false);
  }

  /// Backward from a tensor of any shape, whose own gradient is given.
  public void backward(Tensor gradient) {
    backward(gradient, false, false);
  }

  /// The full form.
  ///
  /// @param gradient the gradient of this tensor, of its shape, converted to its type; `null` for 1
  ///   if it is one number
  /// @param retainGraph whether the graph stays for another pass
  /// @param createGraph whether the pass is recorded itself, for second derivatives; keeps the
  ///   graph
  public void backward(Tensor gradient, boolean retainGraph, boolean createGraph) {
    checkRoot(gradient);
    boolean owned = gradient == null;
    var g =
        owned
            ? new Tensor(self().backend().full(self().dtype(), self().shape(), 1))
            : gradient.to(self().dtype());
    Backward.run(self(), g, owned, retainGraph || createGraph, createGraph);
  }

  private void checkRoot(Tensor gradient) {
    if (!requiresGrad) {
      throw new IllegalStateException(
          "backward needs a tensor made from one with requiresGrad(true); nothing was recorded here"
              + " (or it was made under noGrad)");
    }
    if (gradient == null && self().size() != 1) {
      throw new IllegalStateException(
          "backward starts from a single number, this has shape %s; reduce it with sum() or mean(), or pass its gradient"
              .formatted(self().shape()));
    }
    if (gradient != null && !gradient.shape().equals(self().shape())) {
      throw new ShapeException(
          "backward: the gradient has the tensor's shape %s, got %s"
              .formatted(self().shape(), gradient.shape()));
    }
  }

  /// The gradients of this single number with respect to `inputs`, leaves or results, without
  /// touching what any of them has collected; zeros where it does not depend on one. The graph
  /// stays.
  ///
  /// @param createGraph whether the gradients are recorded, so that they can be differentiated
  ///   again
  public Tensor[] gradients(boolean createGraph, Tensor... inputs) {
    checkRoot(null);
    var g = new Tensor(self().backend().full(self().dtype(), self().shape(), 1));
    return Backward.gradients(self(), g, inputs, createGraph);
  }

  /// Adds `g` to the gradient. With `owned`, nobody else uses g's memory. Returns whether that
  /// memory is now in use here.
  boolean accumulate(Tensor g, boolean owned, boolean createGraph) {
    if (hooks != null) {
      g.array().storage().share();
      owned = false;
      for (var hook : hooks) {
        g = hooked(hook, g);
      }
    }
    if (createGraph) {
      grad = grad == null ? g : grad.add(g);
      grad.keep();
      return true;
    }
    boolean take = grad == null && owned && g.array().isContiguous();
    if (grad == null) {
      grad = take ? g : new Tensor(self().backend().copy(g.array()));
    } else if (grad.op() == null && !grad.array().storage().shared()) {
      self().backend().addScaled(grad.array(), g.array(), 1);
    } else {
      grad = new Tensor(grad.detach().add(g).array());
    }
    if (Mode.current().scope() != null) {
      Scope.forget(grad);
    }
    return take;
  }

  /// What takes the place of `g`.
  static Tensor hooked(UnaryOperator<Tensor> hook, Tensor g) {
    var changed = hook.apply(g);
    if (changed == null) {
      return g;
    }
    if (!changed.shape().equals(g.shape()) || changed.dtype() != g.dtype()) {
      throw new IllegalStateException(
          "a hook returns a gradient of the shape and type it was given, %s %s, or null; got %s %s"
              .formatted(g.dtype(), g.shape(), changed.dtype(), changed.shape()));
    }
    return changed;
  }

  /// Keeps the gradient of a result, which otherwise is dropped as backward passes by. Returns
  /// itself.
  public Tensor retainGrad() {
    if (op != null) {
      hook(
          g -> {
            setGrad(grad == null ? g : grad.add(g));
            return g;
          });
    }
    return self();
  }

  /// Calls `hook` with this tensor's gradient during backward; what it returns takes the gradient's
  /// place and has its shape and type, `null` leaves it. On a leaf it sees each gradient before it
  /// is added.
  public void hook(UnaryOperator<Tensor> hook) {
    if (!requiresGrad) {
      throw new IllegalStateException("a hook needs a tensor with requiresGrad(true)");
    }
    if (op != null) {
      op.hooks = op.hooks == null ? new ArrayList<>() : op.hooks;
      op.hooks.add(hook);
    } else {
      hooks = hooks == null ? new ArrayList<>() : hooks;
      hooks.add(hook);
    }
  }

  /// The same values in the same memory, without history.
  public Tensor detach() {
    var y = new Tensor(self().array());
    y.lives(self().life());
    return y;
  }
}

package lectern.backend;

/// What [Fused#linear] may do to its result while that is still in the cache.
public enum Activation {
  NONE(null),
  RELU(Unary.RELU),
  TANH(Unary.TANH),
  SIGMOID(Unary.SIGMOID),
  GELU(Unary.GELU);

  private final Unary function;

  Activation(Unary function) {
    this.function = function;
  }

  /// The function, or `null` for none.
  public Unary function() {
    return function;
  }
}

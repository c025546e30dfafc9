package lectern.tensor;

/// A tensor that training changes: a leaf that collects gradients.
public final class Parameter extends Tensor {

  /// A parameter with these values, in memory it shares with `values`.
  public Parameter(Tensor values) {
    super(values.keep().array());
    requiresGrad(true);
  }

  @Override
  public Parameter name(String name) {
    super.name(name);
    return this;
  }
}

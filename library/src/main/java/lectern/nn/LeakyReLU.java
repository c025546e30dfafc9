package lectern.nn;

import lectern.tensor.Tensor;

/// y = x where x > 0, else slope·x
public final class LeakyReLU extends Stage {

  private final double slope;

  /// Slope 0.01.
  public LeakyReLU() {
    this(0.01);
  }

  /// The given slope below 0.
  public LeakyReLU(double slope) {
    this.slope = slope;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.leakyRelu(slope);
  }

  @Override
  protected String details() {
    return "slope " + slope;
  }
}

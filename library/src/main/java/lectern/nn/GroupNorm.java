package lectern.nn;

import lectern.tensor.Normalization;
import lectern.tensor.Parameter;
import lectern.tensor.Tensor;

/// y = γ·(x − μ)/√(σ² + ε) + β, μ and σ over groups of neighbouring channels; see
/// [Normalization#groupNorm].
///
/// Shape: x `(N, channels, …)` → the same; weight γ and bias β `(channels,)`, at first 1 and 0.
public final class GroupNorm extends Stage {

  public final Parameter weight;
  public final Parameter bias;
  private final int groups;
  private final double eps;

  /// ε = 1e-5.
  public GroupNorm(int groups, int channels) {
    this(groups, channels, 1e-5);
  }

  /// @throws IllegalArgumentException if the groups do not divide the channels
  public GroupNorm(int groups, int channels, double eps) {
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "GroupNorm: the groups divide the channels evenly; got %d groups, %d channels"
              .formatted(groups, channels));
    }
    this.weight = parameter("weight", Tensor.ones(channels));
    this.bias = parameter("bias", Tensor.zeros(channels));
    this.groups = groups;
    this.eps = eps;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return Normalization.groupNorm(x, groups, weight, bias, eps);
  }

  @Override
  protected String details() {
    return groups + " × " + weight.size(0) / groups;
  }
}

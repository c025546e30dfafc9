package lectern.nn;

import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.tensor.Normalization;
import lectern.tensor.Parameter;
import lectern.tensor.ShapeException;
import lectern.tensor.Tensor;

/// y = γ·(x − μ)/√(σ² + ε) + β per channel; see [Normalization#batchNorm].
///
/// In training μ and σ² are the batch's, and the running ones move towards them: r ← (1 − m)·r +
/// m·batch, with n − 1 below the variance's line. In use the running ones serve. As in PyTorch.
public abstract class BatchNorm extends Stage {

  public final Parameter weight;
  public final Parameter bias;
  public final Tensor runningMean;
  public final Tensor runningVar;

  /// How many batches were seen, INT64.
  public final Tensor numBatchesTracked;

  private final double eps;
  private final double momentum;

  BatchNorm(int channels, double eps, double momentum) {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("BatchNorm: the momentum is in [0, 1], got " + momentum);
    }
    this.weight = parameter("weight", Tensor.ones(channels));
    this.bias = parameter("bias", Tensor.zeros(channels));
    this.runningMean = buffer("running_mean", Tensor.zeros(channels));
    this.runningVar = buffer("running_var", Tensor.ones(channels));
    this.numBatchesTracked = buffer("num_batches_tracked", Tensor.full(DType.INT64, 0));
    this.eps = eps;
    this.momentum = momentum;
  }

  /// Refuses inputs that are not of the layer's kind.
  abstract void check(Shape x);

  @Override
  protected final Tensor forward(Tensor x) {
    check(x.shape());
    if (x.size(1) != weight.size(0)) {
      throw new ShapeException(
          "the layer is for %d channels, x (N, C, …) has %d: %s"
              .formatted(weight.size(0), x.size(1), x.shape()));
    }
    if (!isTraining()) {
      return Normalization.batchNorm(x, runningMean, runningVar, weight, bias, eps);
    }
    long n = x.size() / Math.max(1, x.size(1));
    if (n < 2) {
      throw new ShapeException(
          "training needs at least 2 values per channel, x %s has %d; call eval() to use the model"
              .formatted(x.shape(), n));
    }
    if (Trace.current() == null) {
      Tensor.noGrad(() -> follow(x));
    }
    return Normalization.batchNorm(x, weight, bias, eps);
  }

  private void follow(Tensor x) {
    // (N, C, …) → (C, n)
    var channels = x.transpose(0, 1).flatten(1);
    runningMean.assign(runningMean.mul(1 - momentum).add(channels.mean(1).mul(momentum)));
    runningVar.assign(runningVar.mul(1 - momentum).add(channels.var(1).mul(momentum)));
    numBatchesTracked.assign(numBatchesTracked.add(1));
  }

  @Override
  protected final String details() {
    return String.valueOf(weight.size(0));
  }
}

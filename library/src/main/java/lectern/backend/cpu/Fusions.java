package lectern.backend.cpu;

import lectern.backend.Activation;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.QHAdamStep;
import lectern.backend.SgdStep;

/// The operations that the CPU computes in one pass, where type and layout allow it; else as the
/// compositions that [Backend] has.
interface Fusions extends Backend {

  private CpuBackend cpu() {
    return (CpuBackend) this;
  }

  @Override
  default Array linear(Array x, Array weight, Array bias, Activation f) {
    return x.dtype().isFloating()
        ? Products.linear(cpu(), x, weight, bias, f)
        : Backend.super.linear(x, weight, bias, f);
  }

  @Override
  default Array softmax(Array x, int dim) {
    if (dim == x.rank() - 1) {
      return Reductions.softmax(cpu(), false, x);
    }
    return Strips.inner(x, dim) >= Strips.LEAST
        ? Strips.softmax(cpu(), false, x, dim)
        : Backend.super.softmax(x, dim);
  }

  @Override
  default Array logSoftmax(Array x, int dim) {
    if (dim == x.rank() - 1) {
      return Reductions.softmax(cpu(), true, x);
    }
    return Strips.inner(x, dim) >= Strips.LEAST
        ? Strips.softmax(cpu(), true, x, dim)
        : Backend.super.logSoftmax(x, dim);
  }

  @Override
  default Array softmaxGrad(Array g, Array p, int dim) {
    if (dim == g.rank() - 1) {
      return Reductions.softmaxGrad(cpu(), false, g, p);
    }
    return Strips.inner(g, dim) >= Strips.LEAST
        ? Strips.softmaxGrad(cpu(), false, g, p, dim)
        : Backend.super.softmaxGrad(g, p, dim);
  }

  @Override
  default Array logSoftmaxGrad(Array g, Array l, int dim) {
    if (dim == g.rank() - 1) {
      return Reductions.softmaxGrad(cpu(), true, g, l);
    }
    return Strips.inner(g, dim) >= Strips.LEAST
        ? Strips.softmaxGrad(cpu(), true, g, l, dim)
        : Backend.super.logSoftmaxGrad(g, l, dim);
  }

  @Override
  default Array productsOfOthers(Array x, int dim) {
    return x.dtype().isFloating()
        ? OtherProducts.along(cpu(), x, dim)
        : Backend.super.productsOfOthers(x, dim);
  }

  @Override
  default Array crossEntropy(Array x, Array labels, Array probabilities) {
    return CrossEntropy.forward(cpu(), x, labels, probabilities);
  }

  @Override
  default Array crossEntropyGrad(Array g, Array probabilities, Array labels) {
    return CrossEntropy.backward(cpu(), g, probabilities, labels);
  }

  @Override
  default void sgd(Array theta, Array gradient, Array momentum, SgdStep step) {
    if (dense(theta) && (momentum == null || dense(momentum))) {
      Steps.sgd(theta, contiguous(gradient), momentum, step);
    } else {
      Backend.super.sgd(theta, gradient, momentum, step);
    }
  }

  @Override
  default void qhAdam(Array theta, Array gradient, Array mean, Array square, QHAdamStep step) {
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
  default Array attention(Array q, Array k, Array v, Mask mask, double scale, Array probabilities) {
    return Heads.fit(q, k, v)
        ? new Heads(cpu(), q, k, v, mask, scale).forward(probabilities)
        : Backend.super.attention(q, k, v, mask, scale, probabilities);
  }

  @Override
  default Array[] attentionGrad(
      Array g, Array q, Array k, Array v, Mask mask, double scale, Array probabilities) {
    return Heads.fit(q, k, v)
        ? new Heads(cpu(), q, k, v, mask, scale).backward(g, probabilities)
        : Backend.super.attentionGrad(g, q, k, v, mask, scale, probabilities);
  }

  @Override
  default Array layerNorm(Array x, Array gamma, Array beta, double eps, Array statistics) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0
        ? LayerNorms.forward(
            cpu(), contiguous(x), denseOrNull(gamma), denseOrNull(beta), eps, statistics)
        : Backend.super.layerNorm(x, gamma, beta, eps, statistics);
  }

  @Override
  default Array[] layerNormGrad(Array g, Array x, Array gamma, Array statistics) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0
        ? LayerNorms.backward(cpu(), contiguous(g), contiguous(x), denseOrNull(gamma), statistics)
        : Backend.super.layerNormGrad(g, x, gamma, statistics);
  }

  @Override
  default Array groupNorm(
      Array x, int groups, Array gamma, Array beta, double eps, Array statistics) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0
        ? new GroupNorms(cpu(), contiguous(x), groups, denseOrNull(gamma))
            .forward(denseOrNull(beta), eps, statistics)
        : Backend.super.groupNorm(x, groups, gamma, beta, eps, statistics);
  }

  @Override
  default Array[] groupNormGrad(Array g, Array x, int groups, Array gamma, Array statistics) {
    return x.dtype() == DType.FLOAT32 && x.size() > 0
        ? new GroupNorms(cpu(), contiguous(x), groups, denseOrNull(gamma))
            .backward(contiguous(g), statistics)
        : Backend.super.groupNormGrad(g, x, groups, gamma, statistics);
  }

  private Array denseOrNull(Array a) {
    return a == null ? null : contiguous(a);
  }
}

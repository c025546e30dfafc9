package lectern.backend.cpu.images;

import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Window;
import lectern.backend.cpu.CpuBackend;

/// Convolutions and pooling in one pass, where type and layout allow it; else as the compositions
/// that [Backend] has. Which way a convolution goes is decided here, the fastest first.
public interface ImageFusions extends Backend {

  private CpuBackend cpu() {
    return (CpuBackend) this;
  }

  @Override
  default Array conv2d(Array x, Array weight, Array bias, Window window) {
    int outs = weight.shape().at(0);
    if (Winograd.fits(x, window, weight.shape().at(1), outs)) {
      return new Winograd(cpu(), window)
          .forward(contiguous(x), contiguous(weight), denseOrNull(bias));
    }
    if (ImageLanes.fit(x, window, outs)) {
      return new BatchConvolution(cpu(), new Planes(x.shape(), window), x.shape().at(0), outs)
          .forward(contiguous(x), contiguous(weight), denseOrNull(bias));
    }
    if (DirectConvolution.fits(x, window)) {
      return new DirectConvolution(cpu(), new Planes(x.shape(), window), outs)
          .forward(contiguous(x), contiguous(weight), denseOrNull(bias));
    }
    return Columns.fit(x, window, outs)
        ? new Columns(cpu(), x.shape(), window, outs)
            .forward(contiguous(x), contiguous(weight), denseOrNull(bias))
        : Backend.super.conv2d(x, weight, bias, window);
  }

  @Override
  default Array conv2dInputGrad(Array g, Array weight, int height, int width, Window window) {
    if (Winograd.fits(g, window, weight.shape().at(0), weight.shape().at(1))) {
      return new Winograd(cpu(), window)
          .inputGrad(contiguous(g), contiguous(weight), height, width);
    }
    var images = Shape.of(g.shape().at(0), weight.shape().at(1), height, width);
    if (ImageLanes.fitBack(g, images, window)) {
      return new BatchConvolution(cpu(), new Planes(images, window), images.at(0), g.shape().at(1))
          .inputGrad(contiguous(g), contiguous(weight));
    }
    if (DirectConvolution.fits(g, window)) {
      return new DirectConvolution(cpu(), new Planes(images, window), weight.shape().at(0))
          .inputGrad(contiguous(g), contiguous(weight));
    }
    return Columns.fit(g, window, weight.shape().at(1))
        ? new Columns(cpu(), images, window, g.shape().at(1))
            .inputGrad(contiguous(g), contiguous(weight))
        : Backend.super.conv2dInputGrad(g, weight, height, width, window);
  }

  @Override
  default Array conv2dWeightGrad(Array g, Array x, Window window) {
    if (Winograd.fits(x, window, x.shape().at(1), g.shape().at(1))) {
      return new WinogradGrads(cpu(), contiguous(g), contiguous(x), window).compute();
    }
    if (ImageLanes.fit(x, window, g.shape().at(1))) {
      return new BatchWeightGrads(
              cpu(), new Planes(x.shape(), window), contiguous(g), contiguous(x))
          .compute();
    }
    if (DirectConvolution.fits(x, window)) {
      return new WeightGrads(cpu(), new Planes(x.shape(), window), contiguous(g), contiguous(x))
          .compute();
    }
    return Columns.fit(x, window, g.shape().at(1))
        ? new Columns(cpu(), x.shape(), window, g.shape().at(1))
            .weightGrad(contiguous(g), contiguous(x))
        : Backend.super.conv2dWeightGrad(g, x, window);
  }

  @Override
  default Array[] maxPool2d(Array x, Window window) {
    return x.dtype() == DType.FLOAT32
        ? Pooling.forward(cpu(), contiguous(x), window)
        : Backend.super.maxPool2d(x, window);
  }

  @Override
  default Array maxPool2dGrad(Array g, Array places, int height, int width) {
    return g.dtype() == DType.FLOAT32 && places.dtype() == DType.INT32
        ? Pooling.backward(cpu(), contiguous(g), contiguous(places), height, width)
        : Backend.super.maxPool2dGrad(g, places, height, width);
  }

  private Array denseOrNull(Array a) {
    return a == null ? null : contiguous(a);
  }
}

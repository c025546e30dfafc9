package lectern.models.sam;

import lectern.backend.Shape;
import lectern.nn.Stage;
import lectern.tensor.Tensor;

/// Where a point lies, as waves: e(p) = [sin 2π(2p − 1)G, cos 2π(2p − 1)G] with a fixed random
/// matrix G `(2, C/2)`.
///
/// Source: M. Tancik and others, "Fourier features let networks learn high frequency functions in
/// low dimensional domains", NeurIPS 2020.
public final class PositionEncoding extends Stage {

  private final Tensor gaussian;

  PositionEncoding(int width) {
    this.gaussian = buffer("positional_encoding_gaussian_matrix", Tensor.randn(2, width / 2));
  }

  /// @param points x and y between 0 and 1 Shape: `(…, 2)` → `(…, C)`
  @Override
  protected Tensor forward(Tensor points) {
    var angle = points.mul(2).sub(1).matmul(gaussian).mul(2 * Math.PI);
    return Tensor.cat(-1, angle.sin(), angle.cos());
  }

  /// The encoding of every cell's centre of a grid.
  ///
  /// Shape: → `(1, C, H, W)`
  public Tensor grid(int height, int width) {
    var centres = new float[height * width * 2];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        centres[2 * (i * width + j)] = (j + 0.5f) / width;
        centres[2 * (i * width + j) + 1] = (i + 0.5f) / height;
      }
    }
    return apply(Tensor.wrap(gaussian.backend().wrap(centres, Shape.of(height, width, 2))))
        .permute(2, 0, 1)
        .unsqueeze(0);
  }
}

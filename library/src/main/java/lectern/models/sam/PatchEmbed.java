package lectern.models.sam;

import lectern.nn.Conv2d;
import lectern.nn.Stage;
import lectern.tensor.Tensor;

/// Each patch of pixels becomes a vector: a convolution whose stride is its kernel's size.
public final class PatchEmbed extends Stage {

  private final Conv2d proj;

  PatchEmbed(int channels, int width, int patchSize) {
    this.proj = child("proj", new Conv2d(channels, width, patchSize, patchSize, 0));
  }

  /// Shape: `(N, 3, pixels, pixels)` → `(N, H, W, D)`
  @Override
  protected Tensor forward(Tensor x) {
    return proj.apply(x).permute(0, 2, 3, 1);
  }
}

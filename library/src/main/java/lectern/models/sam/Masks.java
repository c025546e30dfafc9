package lectern.models.sam;

import lectern.tensor.Tensor;

/// Answers of the mask decoder.
///
/// @param logits above 0 where the mask is, `(B, masks, 4H, 4W)`
/// @param qualities a guess at each mask's intersection over union with the truth, `(B, masks)`; a
///   plain linear output, so it may leave [0, 1]
public record Masks(Tensor logits, Tensor qualities) {

  /// The masks for an unclear prompt, all but the first.
  public Masks several() {
    int n = logits.size(1);
    return new Masks(logits.slice(1, 1, n), qualities.slice(1, 1, n));
  }

  /// The mask for a clear prompt, the first.
  public Masks single() {
    return new Masks(logits.slice(1, 0, 1), qualities.slice(1, 0, 1));
  }
}

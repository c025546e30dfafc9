package lectern.models.sam;

import java.util.Set;

/// The sizes of a Segment-Anything model.
///
/// @param imageSize pixels on each side of the square that the encoder sees
/// @param patchSize pixels on each side of a patch
/// @param width the encoder's numbers per patch, D
/// @param depth how many encoder blocks
/// @param heads attention heads of each encoder block
/// @param globalBlocks which blocks attend over the whole image, counted from 0
/// @param windowSize patches on each side of the window that the other blocks attend in
/// @param promptWidth channels of the image embedding and width of the tokens, C
/// @param maskChannels channels on the way of a mask prompt
/// @param decoderDepth how many two-way blocks
/// @param decoderHeads attention heads of the two-way blocks
/// @param decoderHidden hidden width of the two-way blocks' MLP
/// @param iouDepth linear layers of the quality head
/// @param iouHidden hidden width of the quality head
/// @param multimasks how many masks answer an ambiguous prompt
public record SamConfig(
    int imageSize,
    int patchSize,
    int width,
    int depth,
    int heads,
    Set<Integer> globalBlocks,
    int windowSize,
    int promptWidth,
    int maskChannels,
    int decoderDepth,
    int decoderHeads,
    int decoderHidden,
    int iouDepth,
    int iouHidden,
    int multimasks) {

  public SamConfig {
    globalBlocks = Set.copyOf(globalBlocks);
    divides("imageSize", imageSize, "patchSize", patchSize);
    divides("width", width, "heads", heads);
    divides("promptWidth", promptWidth, "8 (the upscaling's narrowing)", 8);
    divides("promptWidth / 2", promptWidth / 2, "decoderHeads", decoderHeads);
    divides("maskChannels", maskChannels, "4", 4);
    for (int block : globalBlocks) {
      if (block < 0 || block >= depth) {
        throw new IllegalArgumentException(
            "SamConfig: global block %d is not one of the %d blocks".formatted(block, depth));
      }
    }
  }

  private static void divides(String name, int value, String by, int divisor) {
    if (divisor < 1 || value < 1 || value % divisor != 0) {
      throw new IllegalArgumentException(
          "SamConfig: %s must be a multiple of %s, got %d and %d"
              .formatted(name, by, value, divisor));
    }
  }

  /// The published model with the ViT-B encoder.
  public static SamConfig vitB() {
    return published(768, 12, 12, Set.of(2, 5, 8, 11));
  }

  /// The published model with the ViT-L encoder.
  public static SamConfig vitL() {
    return published(1024, 24, 16, Set.of(5, 11, 17, 23));
  }

  /// The published model with the ViT-H encoder.
  public static SamConfig vitH() {
    return published(1280, 32, 16, Set.of(7, 15, 23, 31));
  }

  private static SamConfig published(int width, int depth, int heads, Set<Integer> globalBlocks) {
    return new SamConfig(
        1024, 16, width, depth, heads, globalBlocks, 14, 256, 16, 2, 8, 2048, 3, 256, 3);
  }

  /// A model for reading: 64 pixels, 8 × 8 patches, two blocks, 49,960 parameters.
  public static SamConfig tiny() {
    return new SamConfig(64, 8, 32, 2, 4, Set.of(1), 3, 16, 8, 2, 2, 64, 3, 16, 3);
  }

  /// Patches on each side of the image.
  public int grid() {
    return imageSize / patchSize;
  }
}

package lectern.models.sam;

import lectern.backend.DType;
import lectern.nn.Layer;
import lectern.tensor.Interpolation;
import lectern.tensor.Tensor;

/// The Segment-Anything model.
///
/// ```java
/// var sam = new Sam(SamConfig.tiny());
/// var embedding = sam.encode(sam.preprocess(picture));        // slow, once an image
/// var masks = sam.decode(embedding, Prompt.point(20, 30));    // fast, once a prompt
/// ```
///
/// The parameters' names are PyTorch's, so published checkpoints fit as they are.
public final class Sam extends Layer {

  private static final int COLORS = 3;
  private static final double[] PIXEL_MEAN = {123.675, 116.28, 103.53};
  private static final double[] PIXEL_STD = {58.395, 57.12, 57.375};

  private final SamConfig config;
  private final ImageEncoder imageEncoder;
  private final PromptEncoder promptEncoder;
  private final MaskDecoder maskDecoder;

  /// A model of these sizes with fresh weights.
  public Sam(SamConfig config) {
    this.config = config;
    this.imageEncoder = child("image_encoder", new ImageEncoder(config));
    this.promptEncoder = child("prompt_encoder", new PromptEncoder(config));
    this.maskDecoder = child("mask_decoder", new MaskDecoder(config));
  }

  /// The published model with the ViT-B encoder, 93,735,472 parameters.
  public static Sam vitB() {
    return new Sam(SamConfig.vitB());
  }

  /// The published model with the ViT-L encoder, 312,342,832 parameters.
  public static Sam vitL() {
    return new Sam(SamConfig.vitL());
  }

  /// The published model with the ViT-H encoder, 641,090,608 parameters.
  public static Sam vitH() {
    return new Sam(SamConfig.vitH());
  }

  public SamConfig config() {
    return config;
  }

  public ImageEncoder imageEncoder() {
    return imageEncoder;
  }

  public PromptEncoder promptEncoder() {
    return promptEncoder;
  }

  public MaskDecoder maskDecoder() {
    return maskDecoder;
  }

  /// From an image to all masks of one prompt.
  ///
  /// @param image as [#preprocess] returns it Shape: image `(1, 3, pixels, pixels)` → masks `(B, 4,
  ///   4H, 4W)`
  public Masks apply(Tensor image, Prompt prompt) {
    return call(() -> decode(encode(image), prompt), image);
  }

  /// Normalises the colours, then fills up to a square with zeros at the right and bottom, so that
  /// the filling has the mean colour.
  ///
  /// @param pixels red, green, blue from 0 to 255, the longer side at most `imageSize` Shape: `(3,
  ///   height, width)` → `(1, 3, imageSize, imageSize)`
  public Tensor preprocess(Tensor pixels) {
    pixels.expect(COLORS, -1, -1);
    int side = config.imageSize();
    int height = pixels.size(1);
    int width = pixels.size(2);
    if (height > side || width > side) {
      throw new IllegalArgumentException(
          "Sam.preprocess: an image of %d × %d does not fit %d × %d; make its longer side %d first"
              .formatted(height, width, side, side, side));
    }
    var x = pixels.dtype().isFloating() ? pixels : pixels.to(DType.current());
    return x.sub(Tensor.of(x.dtype(), PIXEL_MEAN, COLORS, 1, 1))
        .div(Tensor.of(x.dtype(), PIXEL_STD, COLORS, 1, 1))
        .pad(1, 0, side - height)
        .pad(2, 0, side - width)
        .unsqueeze(0);
  }

  /// The image embedding.
  ///
  /// Shape: `(1, 3, imageSize, imageSize)` → `(1, C, H, W)`
  public Tensor encode(Tensor image) {
    return imageEncoder.apply(image);
  }

  /// All masks for B prompts on one image embedding `(1, C, H, W)`.
  public Masks decode(Tensor embedding, Prompt prompt) {
    var encoded = promptEncoder.apply(prompt);
    return maskDecoder.apply(embedding, promptEncoder.gridPositions(), encoded);
  }

  /// Mask logits at the picture's own size: stretched to the encoder's square, the filling cut off,
  /// stretched to the picture.
  ///
  /// @param height rows of the picture as the encoder saw it
  /// @param width columns of the picture as the encoder saw it Shape: `(B, masks, 4H, 4W)` → `(B,
  ///   masks, originalHeight, originalWidth)`
  public Tensor postprocess(
      Tensor logits, int height, int width, int originalHeight, int originalWidth) {
    int side = config.imageSize();
    var square = Interpolation.bilinear(logits, side, side);
    var cut = square.slice(2, 0, height).slice(3, 0, width);
    return Interpolation.bilinear(cut, originalHeight, originalWidth);
  }
}

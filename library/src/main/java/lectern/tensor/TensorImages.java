package lectern.tensor;

import java.awt.image.BufferedImage;
import lectern.display.MimeBundle;
import lectern.display.Png;

/// The pictures of a tensor `(N, 1 or 3, H, W)`, side by side.
final class TensorImages {

  private static final int MOST = 10;
  private static final int SMALLEST = 4;
  private static final int LARGEST = 1024;
  private static final int GAP = 4;
  private static final int ROW_HEIGHT = 112;

  private TensorImages() {}

  /// Whether the shape is that of pictures.
  static boolean isPictures(Tensor x) {
    if (x.rank() != 4 || x.size() == 0 || !x.dtype().isFloating()) {
      return false;
    }
    int h = x.size(2);
    int w = x.size(3);
    return (x.size(1) == 1 || x.size(1) == 3)
        && Math.min(h, w) >= SMALLEST
        && Math.max(h, w) <= LARGEST;
  }

  /// `bundle` with the first pictures; the lowest value is drawn dark, the highest bright.
  static MimeBundle add(MimeBundle bundle, Tensor x) {
    int count = Math.min(MOST, x.size(0));
    int h = x.size(2);
    int w = x.size(3);
    int zoom = Math.max(1, Math.round((float) ROW_HEIGHT / h));
    var shown = x.detach().slice(0, 0, count);
    double low = shown.min().item();
    double range = shown.max().item() - low;
    var values = shown.toDoubles();
    int step = w * zoom + GAP;
    var image = new BufferedImage(count * step - GAP, h * zoom, BufferedImage.TYPE_INT_ARGB);
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < h * zoom; i++) {
        for (int j = 0; j < w * zoom; j++) {
          int color = 0xff;
          for (int c = 0; c < 3; c++) {
            int channel = Math.min(c, x.size(1) - 1);
            int at = ((n * x.size(1) + channel) * h + i / zoom) * w + j / zoom;
            double unit = range > 0 ? (values[at] - low) / range : 0.5;
            color = color << 8 | (int) Math.round(255 * Math.clamp(unit, 0.0, 1.0));
          }
          image.setRGB(n * step + j, i, color);
        }
      }
    }
    return Png.add(bundle, image, Png.FIGURE_BYTES);
  }
}

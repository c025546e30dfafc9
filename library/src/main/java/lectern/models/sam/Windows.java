package lectern.models.sam;

import lectern.tensor.Tensor;

/// Cuts a grid of patches into square windows and puts it together again.
final class Windows {

  private Windows() {}

  /// Grid to windows. The grid is filled up with zeros at the right and bottom first, so padded
  /// patches take part in attention.
  ///
  /// Shape: `(N, H, W, D)` → `(N·windows, size, size, D)`, windows row by row
  static Tensor partition(Tensor x, int size) {
    int n = x.size(0);
    int d = x.size(3);
    int down = windows(x.size(1), size);
    int across = windows(x.size(2), size);
    // (N, H, W, D) → (N, H', W', D)
    var padded = x.pad(1, 0, down * size - x.size(1)).pad(2, 0, across * size - x.size(2));
    // → (N, down, size, across, size, D) → (N, down, across, size, size, D)
    return padded
        .reshape(n, down, size, across, size, d)
        .permute(0, 1, 3, 2, 4, 5)
        .reshape(n * down * across, size, size, d);
  }

  /// Windows to grid; what was filled up is cut off.
  ///
  /// Shape: `(N·windows, size, size, D)` → `(N, H, W, D)`
  static Tensor unpartition(Tensor windows, int height, int width) {
    int size = windows.size(1);
    int d = windows.size(3);
    int down = windows(height, size);
    int across = windows(width, size);
    int n = windows.size(0) / (down * across);
    return windows
        .reshape(n, down, across, size, size, d)
        .permute(0, 1, 3, 2, 4, 5)
        .reshape(n, down * size, across * size, d)
        .slice(1, 0, height)
        .slice(2, 0, width);
  }

  private static int windows(int length, int size) {
    return (length + size - 1) / size;
  }
}

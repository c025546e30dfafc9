package lectern.backend;

/// Sliding windows over images, as compositions of primitives that a backend may compute in one
/// pass.
///
/// Everything is made of two movements: [#unfold] lays every window out as a column, so that a
/// convolution is one matrix product; [#fold] adds columns back to where they came from.
///
/// Letters: N images, C channels in, O channels out, H W rows and columns, L = H'·W' the windows'
/// number.
public interface FusedImages {

  private Backend self() {
    return (Backend) this;
  }

  /// Every window as a column, zeros outside the image: `(N, C, H, W)` → `(N, C·h·w, L)`.
  default Array unfold(Array x, Window window) {
    if (window.isPoint()) {
      return self().contiguous(x).reshape(window.columns(x.shape()));
    }
    var a = padded(x, window.padding());
    int s = window.stride();
    // One view in which windows overlap: (N, C, h, w, H', W'); only then it is copied.
    var shape =
        Shape.of(
            x.shape().at(0),
            x.shape().at(1),
            window.height(),
            window.width(),
            window.down(x.shape().at(2)),
            window.across(x.shape().at(3)));
    int[] strides = {
      a.stride(0), a.stride(1), a.stride(2), a.stride(3), a.stride(2) * s, a.stride(3) * s
    };
    var view = new Array(a.storage(), shape, strides, a.offset());
    return self().copy(view).reshape(window.columns(x.shape()));
  }

  private Array padded(Array x, int padding) {
    if (padding == 0) {
      return x;
    }
    int height = x.shape().at(2);
    int width = x.shape().at(3);
    var shape = x.shape().with(2, height + 2 * padding).with(3, width + 2 * padding);
    var out = self().full(x.dtype(), shape, 0);
    self().assign(inside(out, height, width, padding), x);
    return out;
  }

  private static Array inside(Array a, int height, int width, int padding) {
    return a.slice(2, padding, padding + height, 1).slice(3, padding, padding + width, 1);
  }

  /// Adds every column to its window of an image of zeros: `(N, C·h·w, L)` → `(N, C, height,
  /// width)`.
  default Array fold(Array columns, int height, int width, Window window) {
    int n = columns.shape().at(0);
    int c = columns.shape().at(1) / window.area();
    if (window.isPoint()) {
      return self().contiguous(columns).reshape(Shape.of(n, c, height, width));
    }
    int down = window.down(height);
    int across = window.across(width);
    int p = window.padding();
    int s = window.stride();
    var out = self().full(columns.dtype(), Shape.of(n, c, height + 2 * p, width + 2 * p), 0);
    var parts =
        self()
            .contiguous(columns)
            .reshape(Shape.of(n, c, window.height(), window.width(), down, across));
    for (int u = 0; u < window.height(); u++) {
      for (int v = 0; v < window.width(); v++) {
        var target =
            out.slice(2, u, u + s * (down - 1) + 1, s).slice(3, v, v + s * (across - 1) + 1, s);
        self().update(Binary.ADD, target, parts.select(2, u).select(2, v));
      }
    }
    return self().contiguous(inside(out, height, width, p));
  }

  /// y = W∗x + b, the same weights at every place: x `(N, C, H, W)`, W `(O, C, h, w)`, b `(O,)` or
  /// `null` → `(N, O, H', W')`.
  default Array conv2d(Array x, Array weight, Array bias, Window window) {
    int o = weight.shape().at(0);
    // (O, C·h·w)·(N, C·h·w, L) → (N, O, L)
    var y =
        self()
            .matmul(matrix(weight), unfold(x, window))
            .reshape(
                Shape.of(
                    x.shape().at(0),
                    o,
                    window.down(x.shape().at(2)),
                    window.across(x.shape().at(3))));
    if (bias != null) {
      self().update(Binary.ADD, y, bias.unsqueeze(1).unsqueeze(2));
    }
    return y;
  }

  /// ∂x of [#conv2d]: every pixel of g lays a scaled copy of W into the image. g `(N, O, H', W')`,
  /// W `(O, C, h, w)` → `(N, C, height, width)`.
  default Array conv2dInputGrad(Array g, Array weight, int height, int width, Window window) {
    // (C·h·w, O)·(N, O, L) → (N, C·h·w, L)
    var columns = self().matmul(matrix(weight).transpose(0, 1), flat(g));
    return fold(columns, height, width, window);
  }

  /// ∂W of [#conv2d]: g `(N, O, H', W')`, x `(N, C, H, W)` → `(O, C, h, w)`.
  default Array conv2dWeightGrad(Array g, Array x, Window window) {
    // (N, O, L)·(N, L, C·h·w) → (N, O, C·h·w) → (O, C·h·w)
    var each = self().matmul(flat(g), unfold(x, window).transpose(1, 2));
    var sum = self().reduce(Reduction.SUM, each, new int[] {0}, false);
    return sum.reshape(Shape.of(g.shape().at(1), x.shape().at(1), window.height(), window.width()));
  }

  /// The largest number of each window and where in its image it is, the first of equals; NaN
  /// counts as largest. `(N, C, H, W)` → `(N, C, H', W')`, and INT32 or INT64 `(N, C, L)`, places
  /// i·W + j.
  default Array[] maxPool2d(Array x, Window window) {
    var shape = x.shape();
    int down = window.down(shape.at(2));
    int across = window.across(shape.at(3));
    var windows =
        unfold(x, window).reshape(Shape.of(shape.at(0), shape.at(1), window.area(), down * across));
    // Where in the window, then where in the image: the place in it plus the window's own.
    var inside = new long[window.area()];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (long) i / window.width() * shape.at(3) + i % window.width();
    }
    var corners = new long[down * across];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = (long) window.stride() * (i / across * shape.at(3) + i % across);
    }
    var best = self().argmax(windows, 2);
    var places =
        self()
            .binary(
                Binary.ADD,
                self().take(self().wrap(inside, Shape.of(inside.length)), 0, best),
                self().wrap(corners, Shape.of(corners.length)));
    var largest = self().gather(flat(x), 2, places);
    return new Array[] {largest.reshape(shape.with(2, down).with(3, across)), places};
  }

  /// ∂x of [#maxPool2d]: zeros, and g added at its places. g `(N, C, H', W')`, places `(N, C, L)` →
  /// `(N, C, height, width)`.
  default Array maxPool2dGrad(Array g, Array places, int height, int width) {
    var out = self().full(g.dtype(), g.shape().with(2, height).with(3, width), 0);
    self().scatterAdd(flat(out), 2, places, flat(g));
    return out;
  }

  /// `(O, …)` → `(O, C·h·w)`
  private Array matrix(Array weight) {
    int o = weight.shape().at(0);
    return self()
        .contiguous(weight)
        .reshape(Shape.of(o, o == 0 ? 0 : Math.toIntExact(weight.size() / o)));
  }

  /// `(N, C, H, W)` → `(N, C, H·W)`
  private Array flat(Array g) {
    return self()
        .contiguous(g)
        .reshape(Shape.of(g.shape().at(0), g.shape().at(1), g.shape().at(2) * g.shape().at(3)));
  }

  /// y = γ·(x − μ)·r + β, r = 1/√(σ² + ε), μ and σ² over each of G groups of neighbouring channels:
  /// x `(N, C, P)` with P pixels, γ and β `(C,)` or `null`.
  ///
  /// @param statistics `(2, N·G)`; μ and r of every group are written there
  default Array groupNorm(
      Array x, int groups, Array gamma, Array beta, double eps, Array statistics) {
    var y = self().layerNorm(inGroups(x, groups), null, null, eps, statistics).reshape(x.shape());
    y = gamma == null ? y : self().binary(Binary.MUL, y, gamma.unsqueeze(1));
    return beta == null ? y : self().binary(Binary.ADD, y, beta.unsqueeze(1));
  }

  /// ∂x, ∂γ and ∂β of [#groupNorm]; with y the standardized x and h = g·γ
  ///
  /// ```
  /// ∂x = r·(h − mean h − y·mean(h·y))     ∂γ = Σ g·y     ∂β = Σ g
  /// ```
  default Array[] groupNormGrad(Array g, Array x, int groups, Array gamma, Array statistics) {
    var rows = inGroups(x, groups);
    var h = gamma == null ? g : self().binary(Binary.MUL, g, gamma.unsqueeze(1));
    var dx = self().layerNormGrad(inGroups(h, groups), rows, null, statistics)[0];
    var mean = statistics.select(0, 0).unsqueeze(1);
    var r = statistics.select(0, 1).unsqueeze(1);
    var y = self().binary(Binary.MUL, self().binary(Binary.SUB, rows, mean), r);
    int[] pixels = {0, 2};
    var each = self().binary(Binary.MUL, g, y.reshape(x.shape()));
    return new Array[] {
      dx.reshape(x.shape()),
      self().reduce(Reduction.SUM, each, pixels, false),
      self().reduce(Reduction.SUM, g, pixels, false)
    };
  }

  /// `(N, C, P)` → `(N·G, C/G·P)`
  private Array inGroups(Array x, int groups) {
    int rows = x.shape().at(0) * groups;
    return self()
        .contiguous(x)
        .reshape(Shape.of(rows, rows == 0 ? 0 : Math.toIntExact(x.size() / rows)));
  }
}

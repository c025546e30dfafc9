package lectern.plot;

/// A box in data coordinates.
record Bounds(double x0, double x1, double y0, double y1) {

  static final Bounds EMPTY =
      new Bounds(
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  /// The box around points; values that are not finite are passed over.
  static Bounds of(double[] x, double[] y) {
    double x0 = EMPTY.x0, x1 = EMPTY.x1, y0 = EMPTY.y0, y1 = EMPTY.y1;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
        x0 = Math.min(x0, x[i]);
        x1 = Math.max(x1, x[i]);
        y0 = Math.min(y0, y[i]);
        y1 = Math.max(y1, y[i]);
      }
    }
    return new Bounds(x0, x1, y0, y1);
  }

  Bounds join(Bounds other) {
    return new Bounds(
        Math.min(x0, other.x0),
        Math.max(x1, other.x1),
        Math.min(y0, other.y0),
        Math.max(y1, other.y1));
  }

  boolean isEmpty() {
    return !(x0 <= x1 && y0 <= y1);
  }
}

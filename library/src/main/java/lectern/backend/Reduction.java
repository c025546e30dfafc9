package lectern.backend;

/// Ways to make one number of many.
public enum Reduction {
  /// Sum; of nothing 0.
  SUM,
  /// Sum divided by the count; of nothing NaN.
  MEAN,
  /// Product; of nothing 1.
  PROD,
  /// The largest; NaN if there is one.
  MAX,
  /// The smallest; NaN if there is one.
  MIN
}

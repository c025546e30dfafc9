package lectern.tensor;

import java.util.function.Supplier;

/// Counts multiply-accumulates, the work of matrix products and convolutions.
public final class Cost {

  private static final ScopedValue<Cost> SCOPE = ScopedValue.newInstance();

  private long macs;

  private Cost() {}

  /// What a computation gave, and what it cost.
  ///
  /// @param macs multiply-accumulates
  public record Counted<R>(R value, long macs) {}

  /// Runs `body` and counts. What it costs counts in an outer count too.
  public static <R> Counted<R> count(Supplier<R> body) {
    var cost = new Cost();
    R value = ScopedValue.where(SCOPE, cost).call(body::get);
    add(cost.macs);
    return new Counted<>(value, cost.macs);
  }

  /// Called by operations that multiply and accumulate.
  static void add(long macs) {
    if (SCOPE.isBound()) {
      SCOPE.get().macs += macs;
    }
  }
}

package lectern.backend.meta;

import java.util.function.Supplier;
import lectern.backend.Backend;

/// Models and tensors without memory.
///
/// ```java
/// var model = Meta.build(() -> new Linear(100_000, 100_000));   // at once, in no memory
/// ```
public final class Meta {

  private Meta() {}

  /// What `body` makes, with every tensor on the meta backend.
  public static <T> T build(Supplier<T> body) {
    return Backend.use(Backend.named("meta"), body);
  }
}

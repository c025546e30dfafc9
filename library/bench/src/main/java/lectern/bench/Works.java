package lectern.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Everything that is measured, by the name that the table and the peers use. A supplier makes the
/// operands; what it returns does the work once.
final class Works {

  private Works() {}

  static Map<String, Supplier<Runnable>> all() {
    var all = new LinkedHashMap<String, Supplier<Runnable>>();
    ModelWorks.addTo(all);
    ImageWorks.addTo(all);
    TransformerWorks.addTo(all);
    ArrayWorks.addTo(all);
    return all;
  }

  /// The work of this name, ready to run.
  static Runnable named(String name) {
    var work = all().get(name);
    if (work == null) {
      throw new IllegalArgumentException(
          "bench: no work '%s'; there are %s".formatted(name, all().keySet()));
    }
    return work.get();
  }
}

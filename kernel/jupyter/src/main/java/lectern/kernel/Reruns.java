package lectern.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lectern.kernel.protocol.Message;

/// Which run of each cell stands on the page. A page empties a cell's output when it runs the cell
/// again. Clients that do not name their cells keep what every run has shown.
final class Reruns {

  private static final String CELL_ID = "cellId";

  private final Map<String, Shown> latest = new ConcurrentHashMap<>();

  /// A run has ended: what the one before it showed is gone.
  void ended(Message request, Shown shown) {
    var id = request.metadata().get(CELL_ID);
    var before = id != null && id.isJsonPrimitive() ? latest.put(id.getAsString(), shown) : null;
    if (before != null) {
      before.gone();
    }
  }
}

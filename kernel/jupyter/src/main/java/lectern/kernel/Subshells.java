package lectern.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The main shell and the subshells (JEP 91). Each runs its cells in order on a thread of its own;
/// all of them run at once and share variables, history and execution count. Safe for use by
/// several threads.
final class Subshells {

  /// Two subshells for every kind of widget and a few consoles are many; a client that leaks them
  /// is told so before the kernel runs out of threads.
  private static final int MOST = 200;

  private final Supplier<Cells> maker;
  private final Cells main;
  private final Map<String, Cells> all = new LinkedHashMap<>();

  /// @param maker starts a shell
  Subshells(Supplier<Cells> maker) {
    this.maker = maker;
    this.main = maker.get();
  }

  Cells main() {
    return main;
  }

  /// The shell that a request names; null names the main one. Empty when there is none of that id.
  synchronized Optional<Cells> of(String id) {
    return id == null ? Optional.of(main) : Optional.ofNullable(all.get(id));
  }

  /// Starts a subshell; its id.
  synchronized String create() {
    if (all.size() >= MOST) {
      throw new IllegalStateException(
          "there are " + MOST + " subshells already. Delete some of them first.");
    }
    var id = UUID.randomUUID().toString();
    all.put(id, maker.get());
    return id;
  }

  /// Ends a subshell.
  ///
  /// @throws IllegalArgumentException when there is none of that id
  synchronized void delete(String id) {
    var cells = all.remove(id);
    if (cells == null) {
      throw new IllegalArgumentException(unknown(id));
    }
    cells.end();
  }

  synchronized List<String> ids() {
    return List.copyOf(all.keySet());
  }

  /// Lets go of all threads.
  synchronized void close() {
    all.values().forEach(Cells::close);
    main.close();
  }

  static String unknown(String id) {
    return "there is no subshell \"" + id + "\". It may have been deleted; create another one.";
  }
}

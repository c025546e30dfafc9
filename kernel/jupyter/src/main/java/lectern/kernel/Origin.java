package lectern.kernel;

import java.util.List;
import lectern.kernel.engine.Carried;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Message;

/// The request that a thread works for. Its outputs carry that request's header as parent, so that
/// the page puts them below the right cell, also long after the cell has ended.
///
/// @param header the request's
/// @param identities the way back to the client that asked
/// @param allowStdin whether that client answers questions
/// @param shown what it has shown
record Origin(Header header, List<byte[]> identities, boolean allowStdin, Shown shown) {

  private static final Carried<Origin> HERE = new Carried<>();

  private static final Origin NONE = new Origin(null, List.of(), false, new Shown());

  private static volatile Origin latestCell = NONE;

  static Origin of(Message request, boolean allowStdin) {
    return new Origin(request.header(), request.identities(), allowStdin, new Shown());
  }

  /// This thread's origin. A thread of the JDK's common pool inherits none and works for the cell
  /// that ran last.
  static Origin here() {
    var here = HERE.get();
    return here == null ? latestCell : here;
  }

  /// The cell that ran last.
  static Origin latestCell() {
    return latestCell;
  }

  /// Runs a cell for this origin.
  void runCell(Runnable task) {
    latestCell = this;
    run(task);
  }

  /// Runs something for this origin.
  void run(Runnable task) {
    HERE.during(
        this,
        () -> {
          task.run();
          return null;
        });
  }
}

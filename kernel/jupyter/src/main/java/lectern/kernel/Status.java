package lectern.kernel;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Supplier;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Reserve;
import lectern.kernel.wire.Wire;

/// Says *busy* before and *idle* after every request, and sends its reply in between.
///
/// Requests are answered on several threads. Since front ends show the last word they heard, an
/// answer given while a cell runs is followed by another *busy* of that cell; so is the end of a
/// cell while that of another shell runs.
final class Status {

  private final Wire wire;

  /// The requests of the cells that run.
  private final SequencedSet<Header> cells = new LinkedHashSet<>();

  Status(Wire wire) {
    this.wire = wire;
  }

  /// Works on a cell and replies.
  void cell(Message request, Supplier<Reply> work) {
    synchronized (this) {
      cells.add(request.header());
      wire.publish(Event.Status.BUSY, request.header());
    }
    reply(Channel.SHELL, request, work);
    synchronized (this) {
      cells.remove(request.header());
      wire.publish(Event.Status.IDLE, request.header());
      remind();
    }
  }

  /// Works on any other request and replies, unless the reply is null.
  void around(Channel channel, Message request, Supplier<Reply> work) {
    wire.publish(Event.Status.BUSY, request.header());
    reply(channel, request, work);
    synchronized (this) {
      wire.publish(Event.Status.IDLE, request.header());
      remind();
    }
  }

  private void remind() {
    if (!cells.isEmpty()) {
      wire.publish(Event.Status.BUSY, cells.getLast());
    }
  }

  /// The reply says when the work began: JupyterLab records how long cells take.
  private void reply(Channel channel, Message request, Supplier<Reply> work) {
    var started = Json.object("started", Instant.now().toString());
    Reply reply;
    try {
      reply = work.get();
    } catch (Throwable e) { // a bug, or no memory: the client still gets its answer
      if (e instanceof OutOfMemoryError) {
        Reserve.release();
      }
      reply = new Reply.Failed(e.getClass().getSimpleName(), "" + e.getMessage(), trace(e), null);
    }
    if (reply != null) {
      wire.send(channel, request.reply(reply, wire.session()).with(started, List.of()));
    }
  }

  static List<String> trace(Throwable error) {
    var text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString().lines().toList();
  }
}

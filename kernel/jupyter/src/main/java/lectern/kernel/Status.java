package lectern.kernel;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Wire;

/// Says *busy* before and *idle* after every request, and sends its reply in between.
///
/// Requests are answered on several threads. Since front ends show the last word they heard, an
/// answer given while a cell runs is followed by another *busy* of that cell.
final class Status {

  private final Wire wire;
  private Header cell;

  Status(Wire wire) {
    this.wire = wire;
  }

  /// Works on a cell and replies.
  void cell(Message request, Supplier<Reply> work) {
    synchronized (this) {
      cell = request.header();
      wire.publish(Event.Status.BUSY, cell);
    }
    reply(Channel.SHELL, request, work);
    synchronized (this) {
      wire.publish(Event.Status.IDLE, cell);
      cell = null;
    }
  }

  /// Works on any other request and replies, unless the reply is null.
  void around(Channel channel, Message request, Supplier<Reply> work) {
    wire.publish(Event.Status.BUSY, request.header());
    reply(channel, request, work);
    synchronized (this) {
      wire.publish(Event.Status.IDLE, request.header());
      if (cell != null) {
        wire.publish(Event.Status.BUSY, cell);
      }
    }
  }

  private void reply(Channel channel, Message request, Supplier<Reply> work) {
    Reply reply;
    try {
      reply = work.get();
    } catch (Throwable e) { // a bug, or no memory: the client still gets its answer
      reply = new Reply.Failed(e.getClass().getSimpleName(), "" + e.getMessage(), trace(e), null);
    }
    if (reply != null) {
      wire.send(channel, request.reply(reply, wire.session()));
    }
  }

  static List<String> trace(Throwable error) {
    var text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString().lines().toList();
  }
}

package lectern.kernel.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;

/// Collects what belongs to one request.
final class Waiting {
  final String id;
  final Consumer<Message> listener;
  final List<Message> events = new ArrayList<>();
  Reply reply;
  boolean idle;

  Waiting(String id, Consumer<Message> listener) {
    this.id = id;
    this.listener = listener;
  }

  /// Whether the message belongs to this request.
  boolean take(Message message) {
    if (!KernelClient.answers(message, id)) {
      return false;
    }
    if (message.content() instanceof Reply answer) {
      reply = answer;
    } else {
      events.add(message);
      idle |= message.content().equals(Event.Status.IDLE); // a thread's output may come after it
      listener.accept(message);
    }
    return true;
  }
}

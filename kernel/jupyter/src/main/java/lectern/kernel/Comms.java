package lectern.kernel;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.CommTarget;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.wire.Wire;

/// The open comms: who listens to which, and what is said over them.
final class Comms {

  /// One open comm.
  private final class Line implements Comm {
    final String id;
    final String target;
    final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    final AtomicInteger waiting = new AtomicInteger();
    volatile CommListener listener = message -> {};

    Line(String id, String target) {
      this.id = id;
      this.target = target;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void send(CommMessage message) {
      publish(
          new CommContent.Msg(id, Json.object(message.data())),
          Json.object(message.metadata()),
          message.buffers());
    }

    @Override
    public boolean hasNews() {
      return waiting.get() > 0;
    }

    @Override
    public void close() {
      if (lines.remove(id) != null) {
        publish(new CommContent.Close(id, null), new JsonObject(), List.of());
      }
    }
  }

  /// Who answers a target, and with which class loader.
  private record Answer(CommTarget target, ClassLoader loader) {}

  private final Wire wire;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private final Map<String, Answer> targets = new ConcurrentHashMap<>();

  private volatile Thread hearing;

  Comms(Wire wire) {
    this.wire = wire;
  }

  void accept(String target, CommTarget answer) {
    targets.put(target, new Answer(answer, Thread.currentThread().getContextClassLoader()));
  }

  /// Opens a comm from here.
  Comm open(String target, CommMessage opening, CommListener listener) {
    var line = new Line(UUID.randomUUID().toString(), target);
    line.listener = listener;
    lines.put(line.id, line);
    publish(
        new CommContent.Open(line.id, target, Json.object(opening.data())),
        Json.object(opening.metadata()),
        opening.buffers());
    return line;
  }

  /// Takes note of what the page says before its turn comes.
  void arrived(Message message) {
    if (message.content() instanceof CommContent.Msg msg) {
      var line = lines.get(msg.commId());
      if (line != null) {
        line.waiting.incrementAndGet();
      }
    }
  }

  /// Acts on what the page says, with the class loader of the cell that listens.
  void received(Message message) {
    switch ((CommContent) message.content()) {
      case CommContent.Open open -> opened(message, open);
      case CommContent.Msg msg -> {
        var line = lines.get(msg.commId());
        if (line != null) {
          line.waiting.updateAndGet(n -> Math.max(0, n - 1));
          hear(line.loader, () -> line.listener.received(read(message, msg.data())));
        }
      }
      case CommContent.Close close -> {
        var line = lines.remove(close.commId());
        if (line != null) {
          hear(line.loader, line.listener::closed);
        }
      }
    }
  }

  /// A target that nobody answers is closed at once: the page waits for it.
  private void opened(Message message, CommContent.Open open) {
    var answer = targets.get(open.targetName() == null ? "" : open.targetName());
    if (answer == null) {
      var line = new Line(open.commId(), open.targetName());
      lines.put(line.id, line);
      line.close();
      return;
    }
    hear(
        answer.loader,
        () -> {
          var line = new Line(open.commId(), open.targetName());
          lines.put(line.id, line);
          line.listener = answer.target.opened(line, read(message, open.data()));
        });
  }

  private void hear(ClassLoader loader, Runnable listener) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    hearing = thread;
    try {
      listener.run();
    } finally {
      synchronized (this) {
        hearing = null;
        Thread.interrupted();
      }
      thread.setContextClassLoader(before);
    }
  }

  /// Interrupts the listener that runs at the moment, if one does.
  synchronized void interrupt() {
    var thread = hearing;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// The open comms' targets by id, as `comm_info_reply` has them.
  JsonObject info(String target) {
    var info = new JsonObject();
    for (var line : lines.values()) {
      if (target == null || target.equals(line.target)) {
        info.add(line.id, Json.object("target_name", line.target));
      }
    }
    return info;
  }

  @SuppressWarnings("unchecked") // a JSON object becomes a map with string keys
  private static CommMessage read(Message message, JsonObject data) {
    return new CommMessage(
        Json.GSON.fromJson(data, Map.class),
        Json.GSON.fromJson(message.metadata(), Map.class),
        message.buffers());
  }

  private void publish(CommContent content, JsonObject metadata, List<byte[]> buffers) {
    var message = Message.of(content, wire.session(), Origin.here().header());
    wire.publisher().publish(message.with(metadata, buffers));
  }
}

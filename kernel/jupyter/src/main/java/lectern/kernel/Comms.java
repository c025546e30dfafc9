package lectern.kernel;

import com.google.gson.JsonObject;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.CommTarget;
import lectern.kernel.engine.Engine;
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
      var lane = lanes.get(id);
      return lane != null && lane.waiting > 1; // one is being heard
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

  /// About how many bytes the JSON of a message has.
  private static final int LEAST = 500;

  private final Wire wire;
  private final Engine engine;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private final Map<String, Answer> targets = new ConcurrentHashMap<>();

  /// Where a comm's messages wait.
  private record Lane(Executor executor, int waiting) {}

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  Comms(Wire wire, Engine engine) {
    this.wire = wire;
    this.engine = engine;
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

  /// Does `task` on `wanted`, or, while earlier messages of the comm wait elsewhere, there: a page
  /// may send the first ones to the main shell and the next to a subshell, and they are heard in
  /// order.
  void inOrder(String id, Executor wanted, Runnable task) {
    var key = id == null ? "" : id;
    var lane =
        lanes.compute(
            key,
            (k, l) -> new Lane(l == null ? wanted : l.executor, l == null ? 1 : l.waiting + 1));
    lane.executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            lanes.compute(
                key, (k, l) -> l.waiting == 1 ? null : new Lane(l.executor, l.waiting - 1));
          }
        });
  }

  /// Acts on what the page says, with the class loader of the cell that listens.
  void received(Message message) {
    switch ((CommContent) message.content()) {
      case CommContent.Open open -> opened(message, open);
      case CommContent.Msg msg -> {
        var line = lines.get(msg.commId());
        if (line != null) {
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
    try {
      engine.listen(listener);
    } finally {
      thread.setContextClassLoader(before);
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

  /// Waits while the page is slow to read, as printing does.
  private void publish(CommContent content, JsonObject metadata, List<byte[]> buffers) {
    var message = Message.of(content, wire.session(), Origin.here().header());
    int weight = buffers.stream().mapToInt(buffer -> buffer.length).sum() + LEAST;
    try {
      wire.publisher().publish(message.with(metadata, buffers), weight);
    } catch (InterruptedIOException e) {
      throw new CancellationException(e.getMessage());
    }
  }
}

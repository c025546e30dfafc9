package lectern.kernel.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Content;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;

/// Talks to a kernel as a notebook's page does. One thread uses it.
public final class KernelClient implements AutoCloseable {

  /// A client that hears no event for so long has perhaps not been heard when it subscribed.
  private static final Duration QUIET = Duration.ofMillis(200);

  /// How often a waiting client looks whether the kernel's process lives.
  private static final long LOOK_MS = 500;

  private final String session = UUID.randomUUID().toString();
  private final BooleanSupplier alive;
  private final ClientSockets sockets;
  private final Set<String> cells = new HashSet<>();

  /// Answers and events of cells that nobody awaits yet.
  private final List<Message> early = new ArrayList<>();

  /// Connects; the kernel may start later.
  public KernelClient(Connection connection) {
    this(connection, 0);
  }

  /// Connects, and holds at most `highWater` unread events (0 is any number): the kernel then
  /// waits.
  public KernelClient(Connection connection, int highWater) {
    this(connection, highWater, () -> true);
  }

  /// @param alive whether there still is a kernel to wait for
  KernelClient(Connection connection, int highWater, BooleanSupplier alive) {
    this.alive = alive;
    sockets = new ClientSockets(connection, session, highWater);
  }

  /// Sends a message and returns it, for its id.
  public Message send(Channel channel, Content content) {
    return send(channel, content, null);
  }

  /// Sends a message to a subshell, or to the main shell when that is null, and returns it.
  public Message send(Channel channel, Content content, String subshell) {
    return send(channel, Message.of(content, session, null).in(subshell));
  }

  /// Runs a cell by its name, as a page does, and returns the message.
  public Message sendCell(String id, String code) {
    var message = Message.of(Request.Execute.cell(code), session, null);
    return send(Channel.SHELL, message.with(Json.object("cellId", id), List.of()));
  }

  private Message send(Channel channel, Message message) {
    if (message.content() instanceof Request.Execute) {
      cells.add(message.header().msgId());
    }
    sockets.send(channel, message);
    return message;
  }

  /// Sends frames as they are; tests send broken ones.
  public void send(Channel channel, List<byte[]> frames) {
    sockets.send(channel, frames);
  }

  /// The next message of a channel, or empty when none comes in time.
  public Optional<Message> receive(Channel channel, Duration limit) {
    return sockets.receive(channel, limit);
  }

  /// The next event of any request, or empty when none comes in time.
  public Optional<Message> event(Duration limit) {
    return sockets.event(limit);
  }

  /// Whether the kernel's heart echoes what it is sent, within `limit`.
  public boolean hearsHeart(Duration limit) {
    return sockets.hearsHeart(limit);
  }

  /// Waits until the kernel answers and this client hears its events, the answer's *idle* too: a
  /// kernel says *busy* of a cell once more when an earlier answer ends beside it.
  ///
  /// @throws TimeoutException when it does not answer in time
  public Reply.KernelInfo awaitReady(Duration limit) throws TimeoutException {
    var end = System.nanoTime() + limit.toNanos();
    while (true) {
      var asked = send(Channel.SHELL, new Request.KernelInfo()).header().msgId();
      var reply = answer(Channel.SHELL, asked, Duration.ofNanos(end - System.nanoTime()));
      if (hearsIdle(asked, end)) {
        return (Reply.KernelInfo) reply.orElseThrow();
      }
      if (reply.isEmpty() || System.nanoTime() > end) {
        throw new TimeoutException("the kernel was not ready within " + limit);
      }
    }
  }

  private boolean hearsIdle(String asked, long end) {
    var event = event(QUIET);
    while (event.isPresent() && System.nanoTime() < end) {
      if (answers(event.get(), asked) && event.get().content().equals(Event.Status.IDLE)) {
        return true;
      }
      event = event(QUIET);
    }
    return false;
  }

  /// Waits until something printed holds `text`; events before it are passed over.
  ///
  /// @throws TimeoutException when nothing comes for as long as `limit`
  public void awaitText(String text, Duration limit) throws TimeoutException {
    for (var event = event(limit); event.isPresent(); event = event(limit)) {
      if (event.get().content() instanceof Event.Stream s && s.text().contains(text)) {
        return;
      }
    }
    throw new TimeoutException("nothing printed held \"" + text + "\"");
  }

  /// Asks and waits for the reply.
  ///
  /// @throws TimeoutException when none comes in time
  public Reply ask(Channel channel, Request request, Duration limit) throws TimeoutException {
    var id = send(channel, request).header().msgId();
    return answer(channel, id, limit)
        .orElseThrow(
            () ->
                new TimeoutException(
                    "no " + request + " answered within " + limit.toMillis() + " ms"));
  }

  private Optional<Reply> answer(Channel channel, String asked, Duration limit) {
    var end = System.nanoTime() + limit.toNanos();
    for (var left = limit; !left.isNegative(); left = Duration.ofNanos(end - System.nanoTime())) {
      var message = receive(channel, left);
      if (message.isPresent() && answers(message.get(), asked)) {
        return Optional.of((Reply) message.get().content());
      }
    }
    return Optional.empty();
  }

  /// What a cell did.
  ///
  /// @param reply ok, failed or aborted
  /// @param events all it published, in order, from *busy* to *idle*
  public record Run(Reply reply, List<Message> events) {

    /// The cell's text on one stream.
    public String text(String stream) {
      var text = new StringBuilder();
      for (var event : events) {
        if (event.content() instanceof Event.Stream s && s.name().equals(stream)) {
          text.append(s.text());
        }
      }
      return text.toString();
    }

    /// The `text/plain` of the cell's value, or null when it has none.
    public String value() {
      for (var event : events) {
        if (event.content() instanceof Event.ExecuteResult result) {
          return result.data().get("text/plain").getAsString();
        }
      }
      return null;
    }
  }

  /// Runs code and waits for its reply and for *idle*.
  ///
  /// @throws TimeoutException when it does not end in time
  public Run execute(String code, Duration limit) throws TimeoutException {
    return execute(Request.Execute.cell(code), limit, event -> {}, question -> "");
  }

  /// Runs code and waits for its reply and for *idle*.
  ///
  /// @param limit for the whole cell
  /// @param listener hears each event as it comes, late ones of earlier cells too
  /// @param answerer answers questions
  /// @throws TimeoutException when it does not end in time
  public Run execute(
      Request.Execute request,
      Duration limit,
      Consumer<Message> listener,
      Function<Request.Input, String> answerer)
      throws TimeoutException {
    return await(send(Channel.SHELL, request), limit, listener, answerer);
  }

  /// Waits for the reply of a cell that was sent and for its *idle*.
  ///
  /// @param listener hears each event as it comes, late ones of earlier cells too
  /// @throws TimeoutException when it does not end in time
  /// @throws IllegalStateException when the kernel's process ends
  public Run await(
      Message sent,
      Duration limit,
      Consumer<Message> listener,
      Function<Request.Input, String> answerer)
      throws TimeoutException {
    var end = System.nanoTime() + limit.toNanos();
    var run = new Waiting(sent.header().msgId(), listener);
    early.removeIf(run::take);
    while (run.reply == null || !run.idle) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException("the cell did not end within " + limit.toMillis() + " ms");
      }
      var messages = sockets.next(Math.min(left, LOOK_MS));
      if (messages.isEmpty() && !alive.getAsBoolean()) {
        throw new IllegalStateException("the kernel's process has ended");
      }
      for (var message : messages) {
        if (message.content() instanceof Request.Input input) {
          send(Channel.STDIN, new Reply.Input(answerer.apply(input)));
        } else if (!run.take(message)) {
          keep(message, listener);
        }
      }
    }
    cells.remove(run.id);
    return new Run(run.reply, run.events);
  }

  /// Events of a cell that is not awaited yet wait for that; late ones of earlier cells are heard.
  private void keep(Message message, Consumer<Message> listener) {
    if (message.parent() != null && cells.contains(message.parent().msgId())) {
      early.add(message);
    } else if (message.content() instanceof Event) {
      listener.accept(message);
    }
  }

  static boolean answers(Message message, String id) {
    return message.parent() != null && id.equals(message.parent().msgId());
  }

  @Override
  public void close() {
    sockets.close();
  }
}

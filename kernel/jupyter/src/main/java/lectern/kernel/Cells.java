package lectern.kernel;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Engine;
import lectern.kernel.engine.Outcome;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Wire;

/// Runs cells, one after the other, on a thread of its own.
///
/// An error aborts the cells that had arrived by then, as Run All expects.
final class Cells {

  /// The error name of an interrupted cell.
  static final String INTERRUPTED = "Interrupted";

  private final Wire wire;
  private final Status status;
  private final Engine engine;
  private final History history;
  private final NativeOutput nativeOutput;
  private final ExecutorService thread;
  private final AtomicLong arrived = new AtomicLong();
  private long abortUpTo;
  private int count;

  Cells(
      Wire wire,
      Status status,
      Engine engine,
      History history,
      NativeOutput nativeOutput,
      ExecutorService thread) {
    this.wire = wire;
    this.status = status;
    this.engine = engine;
    this.history = history;
    this.nativeOutput = nativeOutput;
    this.thread = thread;
  }

  /// Runs the cell when those before it have ended.
  void submit(Message message, Request.Execute request) {
    long number = arrived.incrementAndGet();
    thread.execute(
        () ->
            Origin.of(message, request.allowStdin())
                .runCell(
                    () ->
                        status.cell(
                            message,
                            () ->
                                number <= abortUpTo
                                    ? new Reply.Aborted()
                                    : run(message, request))));
  }

  private Reply run(Message message, Request.Execute request) {
    int number = count + 1;
    if (request.storeHistory()) {
      count = number;
    }
    if (!request.silent()) {
      wire.publish(new Event.ExecuteInput(request.code(), number), message.header());
    }
    var outcome = execute(new Cell(request.code(), number));
    var expressions = outcome instanceof Outcome.Value ? evaluate(request) : new JsonObject();
    Thread.interrupted(); // an interrupt that came too late must not hit the next cell
    nativeOutput.flush();
    if (request.storeHistory()) {
      history.add(number, request.code(), text(outcome).orElse(null));
    }
    if (outcome instanceof Outcome.Value value) {
      if (!request.silent()) {
        value.result().ifPresent(v -> wire.publish(Bundles.result(number, v), message.header()));
      }
      return new Reply.Execute(number, expressions);
    }
    var error = error(outcome);
    if (!request.silent()) {
      wire.publish(error, message.header());
    }
    if (request.stopOnError()) {
      abortUpTo = arrived.get();
    }
    return new Reply.Failed(error.ename(), error.evalue(), error.traceback(), number);
  }

  /// Runs the cell. What the engine itself throws, and a value that JSON cannot hold, fail the
  /// cell.
  private Outcome execute(Cell cell) {
    try {
      var outcome = engine.execute(cell);
      if (outcome instanceof Outcome.Value value) {
        value.result().ifPresent(bundle -> Bundles.result(cell.number(), bundle));
      }
      return outcome;
    } catch (Throwable e) {
      return new Outcome.Failed(e.getClass().getSimpleName(), "" + e.getMessage(), Status.trace(e));
    }
  }

  private JsonObject evaluate(Request.Execute request) {
    var answers = new JsonObject();
    for (var entry : request.userExpressions().entrySet()) {
      var outcome = engine.evaluate(entry.getValue().getAsString());
      answers.add(entry.getKey(), Bundles.expression(outcome));
    }
    return answers;
  }

  private static Optional<String> text(Outcome outcome) {
    return outcome instanceof Outcome.Value value
        ? value.result().map(MimeBundle::text)
        : Optional.empty();
  }

  private static Event.Error error(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed f -> new Event.Error(f.name(), f.message(), f.traceback());
      case Outcome.Interrupted i ->
          new Event.Error(INTERRUPTED, "the cell was interrupted", i.traceback());
      case Outcome.Value v -> throw new IllegalArgumentException("no error: " + v);
    };
  }
}

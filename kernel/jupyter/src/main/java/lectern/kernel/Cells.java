package lectern.kernel;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Engine;
import lectern.kernel.engine.Outcome;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Reserve;
import lectern.kernel.wire.Wire;

/// Runs the cells of one shell, one after the other, on a thread of its own.
///
/// An error aborts the cells that had arrived by then, as Run All expects.
final class Cells {

  /// The stack of a thread that runs user code, in bytes.
  static final long STACK = 16L << 20;

  private static final long AGAIN_MILLIS = 100;

  private static final String NO_MEMORY = OutOfMemoryError.class.getSimpleName();

  /// The error name of an interrupted cell.
  static final String INTERRUPTED = "Interrupted";

  private final Wire wire;
  private final Status status;
  private final Engine engine;
  private final History history;
  private final NativeOutput nativeOutput;
  private final AtomicInteger count;
  private final Reruns reruns;
  private final ExecutorService thread;
  private final AtomicLong arrived = new AtomicLong();
  private volatile Thread runner;
  private volatile boolean running;
  private volatile boolean ended;
  private long abortUpTo;

  /// @param count how many cells all shells together have run
  Cells(
      Wire wire,
      Status status,
      Engine engine,
      History history,
      NativeOutput nativeOutput,
      AtomicInteger count,
      Reruns reruns) {
    this.wire = wire;
    this.status = status;
    this.engine = engine;
    this.history = history;
    this.nativeOutput = nativeOutput;
    this.count = count;
    this.reruns = reruns;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              runner =
                  Thread.ofPlatform()
                      .daemon()
                      .name("lectern-cells")
                      .stackSize(STACK)
                      .unstarted(task);
              return runner;
            });
  }

  /// Runs the cell when those before it have ended; false when the shell takes no more.
  boolean submit(Message message, Request.Execute request) {
    long number = arrived.incrementAndGet();
    return execute(
        () -> {
          var origin = Origin.of(message, request.allowStdin());
          origin.runCell(
              () ->
                  status.cell(
                      message,
                      () -> {
                        if (ended || number <= abortUpTo) {
                          return new Reply.Aborted();
                        }
                        var reply = run(message, request);
                        reruns.ended(message, origin.shown());
                        return reply;
                      }));
        });
  }

  /// Does something between the cells; false when the shell takes no more.
  boolean execute(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /// Aborts the cells that wait and interrupts the one that runs, until it has ended.
  void end() {
    ended = true;
    thread.shutdown();
    Thread.ofPlatform().daemon().name("lectern-subshell-end").start(this::interruptUntilEnded);
  }

  private void interruptUntilEnded() {
    try {
      do {
        if (running) { // a comm's listener draws to its end
          engine.interrupt(runner);
        }
      } while (!thread.awaitTermination(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets go of the thread.
  void close() {
    thread.shutdownNow();
  }

  private Reply run(Message message, Request.Execute request) {
    boolean counts = request.storeHistory() && !request.code().isBlank();
    int number = counts ? count.incrementAndGet() : count.get() + 1;
    if (!request.silent()) {
      wire.publish(new Event.ExecuteInput(request.code(), number), message.header());
    }
    var outcome = execute(new Cell(request.code(), number));
    if (outcome instanceof Outcome.Failed failed && failed.name().equals(NO_MEMORY)) {
      Reserve.release();
    } else {
      Reserve.restore();
    }
    var expressions = outcome instanceof Outcome.Value ? evaluate(request) : new JsonObject();
    Thread.interrupted(); // an interrupt that came too late must not hit the next cell
    nativeOutput.flush();
    int counted = counts ? number : number - 1;
    if (counts) {
      history.add(number, request.code(), text(outcome).orElse(null));
    }
    if (outcome instanceof Outcome.Value value) {
      if (!request.silent()) {
        value.result().ifPresent(v -> wire.publish(Bundles.result(number, v), message.header()));
      }
      return new Reply.Execute(counted, expressions);
    }
    var error = error(outcome);
    if (!request.silent()) {
      wire.publish(error, message.header());
    }
    if (request.stopOnError() && !request.silent()) {
      abortUpTo = arrived.get();
    }
    return new Reply.Failed(error.ename(), error.evalue(), error.traceback(), counted);
  }

  /// Runs the cell. What the engine itself throws, and a value that JSON cannot hold, fail the
  /// cell.
  private Outcome execute(Cell cell) {
    try {
      running = true;
      var outcome = engine.execute(cell);
      if (outcome instanceof Outcome.Value value) {
        value.result().ifPresent(bundle -> Bundles.result(cell.number(), bundle));
      }
      return outcome;
    } catch (OutOfMemoryError e) {
      Reserve.release();
      var message = "" + e.getMessage();
      return new Outcome.Failed(NO_MEMORY, message, List.of(NO_MEMORY + ": " + message));
    } catch (Throwable e) {
      return new Outcome.Failed(e.getClass().getSimpleName(), "" + e.getMessage(), Status.trace(e));
    } finally {
      running = false;
    }
  }

  private JsonObject evaluate(Request.Execute request) {
    var answers = new JsonObject();
    for (var entry : request.userExpressions().entrySet()) {
      var value = entry.getValue();
      var code = value.isJsonPrimitive() ? value.getAsString() : value.toString();
      var outcome = engine.evaluate(code);
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

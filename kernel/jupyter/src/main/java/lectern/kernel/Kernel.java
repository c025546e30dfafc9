package lectern.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import lectern.display.Display;
import lectern.display.DisplayHost;
import lectern.kernel.engine.Engine;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Connection;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Channel;
import lectern.kernel.wire.Log;
import lectern.kernel.wire.Wire;

/// A Jupyter kernel: takes requests from the wire, lets the engine work, replies.
///
/// Four threads work: one runs cells in order, one answers what must not wait for them (completion,
/// inspection, history), one hears comms, one serves the control channel. Each subshell adds one
/// that runs its cells and hears the comms that are sent to it. While the kernel runs,
/// `System.out`, `System.err`, `System.in` and [Display] lead to the notebook.
public final class Kernel implements AutoCloseable {

  /// How long the end waits for the reply to leave and for the history to be written; on a machine
  /// with nothing else to do both are there.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Wire wire;
  private final Engine engine;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final ExecutorService answerThread = thread("lectern-answers", 0);
  private final ExecutorService commThread = thread("lectern-comms", Cells.STACK);
  private final ExecutorService controlThread = thread("lectern-control", 0);
  private final Status status;
  private final History history;
  private final NativeOutput nativeOutput;
  private final Subshells subshells;
  private final Comms comms;
  private final Questions questions;
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final InputStream inBefore = System.in;
  private final DisplayHost hostBefore = Display.host();

  /// Binds the sockets.
  ///
  /// @throws IOException when an address of the connection cannot be bound
  public Kernel(Connection connection, Engine engine) throws IOException {
    this(connection, engine, Optional.empty());
  }

  /// @param kept where the history of every session is; empty for this kernel's alone
  Kernel(Connection connection, Engine engine, Optional<HistoryFile> kept) throws IOException {
    this.wire = new Wire(connection);
    this.history = new History(kept);
    this.engine = engine;
    this.status = new Status(wire);
    this.nativeOutput = new NativeOutput(wire.publisher());
    var count = new AtomicInteger();
    var reruns = new Reruns();
    this.subshells =
        new Subshells(() -> new Cells(wire, status, engine, history, nativeOutput, count, reruns));
    this.comms = new Comms(wire, engine);
    this.questions = new Questions(wire);
  }

  /// Begins to work. The engine warms up meanwhile; cells wait for it, `kernel_info` does not.
  public void start() {
    System.setOut(Printing.to(wire.publisher(), "stdout"));
    System.setErr(Printing.to(wire.publisher(), "stderr"));
    System.setIn(questions);
    Display.use(new NotebookHost(wire, questions, comms, engine));
    wire.publish(Event.Status.STARTING, null); // before any answer
    wire.start(this::receive);
    subshells.main().execute(this::warmUp);
  }

  /// Begins to work in a process of its own, where what native code prints can be shown too.
  void startAlone() {
    start();
    subshells.main().execute(nativeOutput::start);
  }

  /// Completed when a client asked for the end; true when it wants a new kernel afterwards.
  public CompletableFuture<Boolean> ended() {
    return ended;
  }

  private void warmUp() {
    try {
      engine.warmUp();
    } catch (Throwable e) { // each cell then says why
      Log.bug("the engine did not warm up", e);
    }
  }

  private void receive(Channel channel, Message message) {
    var shell = subshells.of(channel == Channel.SHELL ? message.header().subshellId() : null);
    switch (message.content()) {
      case CommContent comm -> comm(channel, message, shell);
      case Request request when shell.isEmpty() -> refuse(channel, message);
      case Request.Execute execute -> {
        if (!shell.get().submit(message, execute)) {
          refuse(channel, message);
        }
      }
      case Request.CreateSubshell create ->
          control(channel, message, () -> new Reply.CreateSubshell(subshells.create()));
      case Request.DeleteSubshell delete ->
          control(channel, message, () -> delete(delete.subshellId()));
      case Request.ListSubshell list ->
          control(channel, message, () -> new Reply.ListSubshell(subshells.ids()));
      case Request.Interrupt interrupt -> control(channel, message, this::interrupt);
      case Request.Shutdown shutdown ->
          control(channel, message, () -> new Reply.Shutdown(shutdown.restart()));
      case Request.KernelInfo info ->
          answer(channel, message, () -> Answers.kernelInfo(engine.language()));
      case Request.Complete complete ->
          answer(channel, message, () -> Answers.complete(engine, complete));
      case Request.Inspect inspect ->
          answer(channel, message, () -> Answers.inspect(engine, inspect));
      case Request.IsComplete isComplete ->
          answer(channel, message, () -> Answers.isComplete(engine, isComplete));
      case Request.History asked ->
          answer(channel, message, () -> new Reply.History(history.answer(asked)));
      case Request.CommInfo asked ->
          answer(channel, message, () -> new Reply.CommInfo(comms.info(asked.targetName())));
      case Reply.Input input -> questions.answered(input);
      default -> Log.line("dropped on " + channel + ": " + message.header().msgType());
    }
  }

  private void answer(Channel channel, Message message, Supplier<Reply> work) {
    var executor = channel == Channel.CONTROL ? controlThread : answerThread;
    executor.execute(() -> status.around(channel, message, work));
  }

  private void control(Channel channel, Message message, Supplier<Reply> work) {
    controlThread.execute(
        () -> {
          status.around(channel, message, work);
          if (message.content() instanceof Request.Shutdown shutdown) {
            wire.flush(LAST_WORDS);
            history.flush(LAST_WORDS);
            ended.complete(shutdown.restart());
          }
        });
  }

  private Reply interrupt() {
    engine.interrupt();
    return new Reply.Interrupt();
  }

  private Reply delete(String subshell) {
    subshells.delete(subshell);
    return new Reply.DeleteSubshell();
  }

  /// Answers a request to a subshell that is not there.
  private void refuse(Channel channel, Message message) {
    var error = Subshells.unknown(message.header().subshellId());
    answer(
        channel, message, () -> new Reply.Failed("UnknownSubshell", error, List.of(error), null));
  }

  /// A comm is heard by the subshell that the page names. All others have one thread, also those of
  /// subshells that are gone: a page deletes a subshell while the last message is on its way.
  private void comm(Channel channel, Message message, Optional<Cells> shell) {
    Executor thread =
        task -> {
          boolean own = message.header().subshellId() != null && shell.isPresent();
          if (!own || !shell.get().execute(task)) {
            commThread.execute(task);
          }
        };
    comms.inOrder(
        ((CommContent) message.content()).commId(),
        thread,
        () -> hearFor(Origin.of(message, false), channel, message));
  }

  /// What a message shows for itself has no place on the page.
  private void hearFor(Origin origin, Channel channel, Message message) {
    origin.run(
        () -> {
          status.around(channel, message, () -> hear(message));
          origin.shown().gone();
        });
  }

  private Reply hear(Message message) {
    try {
      comms.received(message);
    } catch (CancellationException e) {
      System.err.println("Interrupted: a listener was stopped.");
    } catch (Throwable e) { // a listener's error is shown, and the next message is heard
      System.err.println(String.join("\n", engine.tell(e).traceback()));
    }
    return null;
  }

  /// Sends what is left, closes the sockets and the engine, and gives the streams back.
  @Override
  public void close() {
    ended.complete(false);
    nativeOutput.close();
    wire.close();
    history.close();
    System.setOut(outBefore);
    System.setErr(errBefore);
    System.setIn(inBefore);
    Display.use(hostBefore);
    subshells.close();
    for (var executor : List.of(answerThread, commThread, controlThread)) {
      executor.shutdownNow();
    }
    engine.close();
  }

  private static ExecutorService thread(String name, long stack) {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name(name).stackSize(stack).factory());
  }
}

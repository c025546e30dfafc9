package lectern.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import lectern.display.CommMessage;
import lectern.display.Display;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Completeness;
import lectern.kernel.engine.Completion;
import lectern.kernel.engine.Engine;
import lectern.kernel.engine.Language;
import lectern.kernel.engine.Outcome;

/// A language of a few words, one command a line, that proves the protocol without JShell. A line
/// that is no command is the cell's value.
final class EchoEngine implements Engine {

  static final Language LANGUAGE =
      new Language("echo", "1", "text/plain", ".echo", "text", "text", "Echo");

  /// How far `count` has come.
  static volatile int counted;

  /// What `later` waits for.
  private static final Semaphore GO = new Semaphore(0);

  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  @Override
  public Language language() {
    return LANGUAGE;
  }

  @Override
  public Outcome execute(Cell cell) {
    running.add(Thread.currentThread());
    Optional<MimeBundle> value = Optional.empty();
    try {
      for (var line : cell.code().lines().toList()) {
        value = command(line.split(" ", 2)[0], line.contains(" ") ? line.split(" ", 2)[1] : "");
      }
      return new Outcome.Value(value);
    } catch (InterruptedException e) {
      return new Outcome.Interrupted(List.of("stopped in cell " + cell.number()));
    } catch (RuntimeException e) {
      return Thread.interrupted()
          ? new Outcome.Interrupted(List.of(e.getMessage()))
          : new Outcome.Failed(e.getClass().getSimpleName(), e.getMessage(), List.of("trace"));
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  @Override
  public void listen(Runnable listener) {
    running.add(Thread.currentThread());
    try {
      listener.run();
    } finally {
      running.remove(Thread.currentThread());
      Thread.interrupted();
    }
  }

  private Optional<MimeBundle> command(String word, String rest) throws InterruptedException {
    switch (word) {
      case "print" -> System.out.println(rest);
      case "err" -> System.err.println(rest);
      case "count" -> {
        for (int i = 0; i < Integer.parseInt(rest) && !Thread.interrupted(); i++) {
          System.out.println(i);
          counted = i + 1;
        }
      }
      case "display" -> Display.host().show(MimeBundle.text(rest), "id-1", false);
      case "update" -> Display.host().show(MimeBundle.text(rest), "id-1", true);
      case "clear" -> Display.clearOutput(true);
      case "sleep" -> Thread.sleep(Long.parseLong(rest));
      case "fail" -> throw new IllegalStateException(rest);
      case "wait" -> new Scanner(System.in, UTF_8).nextLine();
      case "read" -> System.out.println("read " + new Scanner(System.in, UTF_8).nextLine());
      case "password" -> System.out.println("got " + Display.password(rest));
      case "later" -> later(rest);
      case "go" -> GO.release();
      case "nan" -> {
        return Optional.of(MimeBundle.of(MimeBundle.JSON, Double.NaN));
      }
      case "comm" ->
          Display.host()
              .openComm(
                  rest,
                  CommMessage.of(java.util.Map.of()),
                  m -> System.out.println("heard " + m.data()));
      case "chat" -> {
        var comm = Display.host().openComm("chat", CommMessage.of(java.util.Map.of()), m -> {});
        for (int i = 0; i < Integer.parseInt(rest); i++) {
          comm.send(CommMessage.of(java.util.Map.of("n", i)));
          counted = i + 1;
        }
      }
      default -> {
        return Optional.of(MimeBundle.text((word + " " + rest).strip()));
      }
    }
    return Optional.empty();
  }

  private static void later(String text) {
    Runnable task =
        () -> {
          GO.acquireUninterruptibly();
          System.out.println(text);
        };
    Thread.ofVirtual().name(UUID.randomUUID().toString()).start(task);
  }

  @Override
  public Outcome evaluate(String expression) {
    return expression.startsWith("fail")
        ? new Outcome.Failed("Bad", expression, List.of())
        : new Outcome.Value(Optional.of(MimeBundle.text(expression)));
  }

  @Override
  public Completion complete(String code, int cursor) {
    int start = code.lastIndexOf(' ', cursor - 1) + 1;
    return new Completion(
        start, cursor, List.of(new Completion.Candidate("display", "function", "(text)")));
  }

  @Override
  public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
    return cursor == 0 ? Optional.empty() : Optional.of(MimeBundle.text("at " + cursor));
  }

  @Override
  public Completeness isComplete(String code) {
    return code.endsWith("\\")
        ? new Completeness(Completeness.Status.INCOMPLETE, "  ")
        : new Completeness(Completeness.Status.COMPLETE, "");
  }

  @Override
  public void interrupt() {
    running.forEach(Thread::interrupt);
  }

  @Override
  public void interrupt(Thread runner) {
    if (runner != null && running.contains(runner)) {
      runner.interrupt();
    }
  }

  @Override
  public void close() {}
}

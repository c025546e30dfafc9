package lectern.kernel;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.runner.KernelProcess;
import lectern.kernel.wire.Channel;
import picocli.CommandLine.Command;

/// `train`: a kernel that runs typical cells and ends, so that an AOT cache can learn from it.
@Command(name = "train", hidden = true, description = "Runs typical cells, for the AOT cache.")
final class Training implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// What people write first, and what is slow the first time.
  private static final List<String> CELLS =
      List.of(
          "1+1",
          "int x = 3;",
          "x * 2",
          "var names = List.of(\"Ada\", \"Grace\");\nnames",
          "record Point(double x, double y) {}",
          "new Point(1, 2)",
          "List.of(new Point(1, 2), new Point(3, 4))",
          "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }",
          "fib(20)",
          "for (int i = 0; i < 5; i++) { System.out.println(i); }",
          "IntStream.range(0, 10).map(i -> i * i).boxed().toList()",
          "Map.of(\"a\", 1, \"b\", 2)",
          "new double[] {1, 2, 3}",
          "display(\"shown\");",
          "x + missing",
          "int half(int n) { return n / 0; }\nhalf(3)",
          "%time x + 1");

  private static final List<String> BEGUN =
      List.of("Math.ab", "System.out.pri", "names.strea", "\"text\".toU", "Lis", "x");

  @Override
  public Integer call() throws IOException, TimeoutException {
    var connection = KernelProcess.localConnection();
    try (var kernel = new Kernel(connection, Main.java())) {
      kernel.startAlone();
      try (var client = new KernelClient(connection)) {
        client.awaitReady(LIMIT);
        for (var cell : CELLS) {
          client.execute(cell, LIMIT);
        }
        for (var code : BEGUN) {
          int end = code.length();
          client.ask(Channel.SHELL, new Request.Complete(code, end), LIMIT);
          client.ask(Channel.SHELL, new Request.Inspect(code, end, 0), LIMIT);
          client.ask(Channel.SHELL, new Request.IsComplete(code), LIMIT);
        }
      }
    }
    return 0;
  }
}

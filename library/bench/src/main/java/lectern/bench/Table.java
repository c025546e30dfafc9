package lectern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One work of [Works], in a Java of its own that is started as the kernel starts it. `table.py`
/// calls this for every row.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-XX:+UseSerialGC",
      "-Xms64m",
      "-XX:NewSize=24m",
      "-XX:MinHeapFreeRatio=15",
      "-XX:MaxHeapFreeRatio=30",
      "-XX:-UseFPUForSpilling"
    })
public class Table {

  /// The work's name.
  @Param("mlp-sgd")
  public String work;

  private static final int MOST_SECONDS = 20;

  private Runnable run;

  /// Makes the operands, and runs the work until the fastest time of a second has not fallen for two
  /// more: the compiler is done with most works after one second, with LeNet's step after ten.
  @Setup
  public void make() {
    run = Works.named(work);
    double least = Double.MAX_VALUE;
    int calm = 0;
    for (int second = 0; second < MOST_SECONDS && calm < 2; second++) {
      double fastest = fastestInASecond();
      calm = fastest > 0.97 * least ? calm + 1 : 0;
      least = Math.min(least, fastest);
    }
  }

  private double fastestInASecond() {
    double fastest = Double.MAX_VALUE;
    long begin = System.nanoTime();
    long now = begin;
    while (now - begin < TimeUnit.SECONDS.toNanos(1)) {
      long start = now;
      run.run();
      now = System.nanoTime();
      fastest = Math.min(fastest, now - start);
    }
    return fastest;
  }

  /// Says how much memory the process had at most.
  @TearDown
  public void peak() throws IOException {
    var status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      try (var lines = Files.lines(status)) {
        lines.filter(l -> l.startsWith("VmHWM")).forEach(System.out::println);
      }
    }
  }

  /// The work, once.
  @Benchmark
  public void run() {
    run.run();
  }
}

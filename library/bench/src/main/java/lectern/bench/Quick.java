package lectern.bench;

import java.util.Arrays;

/// Times works in this process, for a first look: `java lectern.bench.Quick mlp-sgd …`.
public final class Quick {

  private static final long ROUND = 300_000_000L;

  private Quick() {}

  /// Prints the median and the smallest time of each work, in microseconds.
  public static void main(String[] names) {
    for (var name : names.length == 0 ? Works.all().keySet().toArray(String[]::new) : names) {
      var run = Works.named(name);
      var times = new double[9];
      for (int i = 0; i < times.length; i++) {
        times[i] = round(run);
      }
      Arrays.sort(times, 4, times.length);
      System.out.printf("%-32s %10.1f %10.1f%n", name, times[6], times[4]);
    }
  }

  private static double round(Runnable run) {
    long start = System.nanoTime();
    long now = start;
    int turns = 0;
    while (now - start < ROUND) {
      run.run();
      turns++;
      now = System.nanoTime();
    }
    return (now - start) / 1e3 / turns;
  }
}

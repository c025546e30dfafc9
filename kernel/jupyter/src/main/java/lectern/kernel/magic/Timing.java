package lectern.kernel.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lectern.kernel.jshell.CellFailure;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Magics.UsageException;

/// Magics that measure time.
final class Timing {

  private static final double ENOUGH_NANOS = 2e8;

  private Timing() {}

  static List<Magic> magics() {
    return List.of(
        Magic.either(
            "time",
            "%time expression",
            "Runs code once and says how long it took, compilation apart. `%%time` times a cell.",
            Timing::time),
        Magic.either(
            "timeit",
            "%timeit [-n runs] [-r rounds] expression",
            "Runs code many times, warm, and says how long one run takes. `%%timeit` times a cell.",
            Timing::timeit));
  }

  private static Object time(Magic.Call call) throws CellFailure {
    var code = code(call, call.arguments());
    var notebook = call.notebook();
    var before = notebook.nanosInCode();
    var start = System.nanoTime();
    var value = notebook.run(code);
    var all = System.nanoTime() - start;
    var inCode = notebook.nanosInCode() - before;
    System.out.println(
        "time: "
            + inWords((double) inCode)
            + " (and "
            + inWords((double) (all - inCode))
            + " to compile)");
    return value;
  }

  private static Object timeit(Magic.Call call) throws CellFailure {
    var arguments = call.arguments().strip();
    long runs = 0;
    var rounds = 7;
    while (arguments.startsWith("-n") || arguments.startsWith("-r")) {
      var option = arguments.substring(0, 2);
      var words = arguments.substring(2).strip().split("\\s+", 2);
      try {
        if (option.equals("-n")) {
          runs = Long.parseLong(words[0]);
        } else {
          rounds = Math.max(1, Integer.parseInt(words[0]));
        }
      } catch (NumberFormatException e) {
        throw new UsageException("%timeit " + option + " takes a number, not " + words[0] + ".", e);
      }
      arguments = words.length > 1 ? words[1] : "";
    }
    if (runs < 0) {
      throw new UsageException("%timeit -n takes a number above 0.");
    }
    var code = code(call, arguments);
    // Once as it stands, so that a mistake is told with its own line.
    call.notebook()
        .run(call.body().isPresent() ? "{" + arguments + "\n" + call.body().get() + "\n}" : code);
    declare(call, code);
    var n = runs > 0 ? runs : enough(call);
    var times = new double[rounds];
    for (var i = 0; i < rounds; i++) {
      times[i] = nanos(call, n) / (double) n;
    }
    var mean = Arrays.stream(times).average().orElse(0);
    var spread =
        Math.sqrt(Arrays.stream(times).map(t -> (t - mean) * (t - mean)).average().orElse(0));
    System.out.printf(
        Locale.ROOT,
        "%s per run (best of %d rounds of %,d; mean %s ± %s)%n",
        inWords(Arrays.stream(times).min().orElse(0)),
        rounds,
        n,
        inWords(mean),
        inWords(spread));
    return Magics.NOTHING;
  }

  private static String code(Magic.Call call, String arguments) {
    var code = (arguments + call.body().map(b -> "\n" + b).orElse("")).strip();
    if (code.isEmpty()) {
      throw new UsageException("%" + call.name() + " needs code to run.");
    }
    return code;
  }

  /// Wraps the code in a loop. An expression's value is kept, so that the compiler cannot drop it.
  private static void declare(Magic.Call call, String code) throws CellFailure {
    try {
      call.notebook().run(loop("keep(" + code.replaceFirst(";\\s*$", "") + ");"));
    } catch (CellFailure notAnExpression) {
      call.notebook().run(loop(code.endsWith(";") || code.endsWith("}") ? code : code + ";"));
    }
  }

  private static String loop(String code) {
    return """
    class Timeit$ {
      static Object object; static double number; static long integer;
      static void keep(Object o) { object = o; }
      static void keep(double d) { number = d; }
      static void keep(long l) { integer = l; }
      static long run(long runs$) throws Throwable {
        long start$ = System.nanoTime();
        for (long i$ = 0; i$ < runs$; i$++) {
          %s
        }
        return System.nanoTime() - start$;
      }
    }
    """
        .formatted(code);
  }

  /// Runs until compiled code is reached and one round takes long enough to be measured.
  private static long enough(Magic.Call call) throws CellFailure {
    long runs = 1;
    while (true) {
      var nanos = nanos(call, runs);
      if (nanos >= ENOUGH_NANOS || runs >= 1_000_000_000L) {
        return runs;
      }
      runs *= nanos < ENOUGH_NANOS / 10 ? 10 : 2;
    }
  }

  private static long nanos(Magic.Call call, long runs) throws CellFailure {
    return (Long) call.notebook().run("Timeit$.run(" + runs + "L)");
  }

  /// A duration with three digits and the unit that fits.
  static String inWords(double nanos) {
    var units = List.of("ns", "µs", "ms", "s");
    var unit = 0;
    var value = nanos;
    while (unit < 3 && value >= 999.5) {
      value /= 1000;
      unit++;
    }
    var digits = value >= 99.95 || value == 0 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f %s", value, units.get(unit));
  }
}

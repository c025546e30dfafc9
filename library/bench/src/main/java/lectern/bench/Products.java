package lectern.bench;

import java.util.concurrent.TimeUnit;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.tensor.Tensor;
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
import org.openjdk.jmh.annotations.Warmup;

/// Matrix products (m × k)·(k × n) in float32.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-XX:+UseSerialGC"
    })
public class Products {

  /// The sizes m, k and n.
  @Param({"256x256x256", "1024x1024x1024", "100x784x100", "784x100x100", "100x100x10"})
  public String size;

  private final Backend backend = Backend.named("cpu");
  private Array a;
  private Array b;

  /// Makes the operands.
  @Setup
  public void make() {
    var s = size.split("x", 3);
    int k = Integer.parseInt(s[1]);
    a = Tensor.rand(Integer.parseInt(s[0]), k).array();
    b = Tensor.rand(k, Integer.parseInt(s[2])).array();
  }

  /// The product into a buffer that is used again.
  @Benchmark
  public void product() {
    backend.recycle(backend.matmul(a, b).storage());
  }
}

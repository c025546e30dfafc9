package lectern.bench;

import java.util.concurrent.TimeUnit;
import lectern.backend.Array;
import lectern.backend.Backend;
import lectern.backend.Binary;
import lectern.backend.Shape;
import lectern.backend.Unary;
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

/// Functions of each element, into a buffer that is used again.
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
public class Elements {

  /// How many elements.
  @Param({"1000", "100000", "1000000"})
  public int n;

  private final Backend backend = Backend.named("cpu");
  private Array a;
  private Array b;

  /// Makes the operands.
  @Setup
  public void make() {
    a = Tensor.rand(n).array();
    b = Tensor.rand(n).array();
  }

  /// a + b
  @Benchmark
  public void add() {
    backend.recycle(backend.binary(Binary.ADD, a, b).storage());
  }

  /// e^a
  @Benchmark
  public void exp() {
    backend.recycle(backend.unary(Unary.EXP, a).storage());
  }

  /// gelu(a), by the error function
  @Benchmark
  public void gelu() {
    backend.recycle(backend.unary(Unary.GELU, a).storage());
  }

  /// softmax of rows of 100
  @Benchmark
  public void softmax() {
    var rows = a.reshape(Shape.of(n / 100, 100));
    backend.recycle(backend.softmax(rows, 1).storage());
  }
}

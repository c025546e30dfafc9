package lectern.profile;

import java.util.ArrayList;
import java.util.List;
import lectern.backend.cpu.CpuBackend;
import lectern.data.DataException;
import lectern.data.MNIST;

/// Looks at what the library needs from this machine and says for each thing that it is well, or
/// what to do.
///
/// ```
/// Java         ok, 25.0.3 (Eclipse Adoptium)
/// OpenBLAS     ok, 0.3.19, kernels SkylakeX …
/// Vector API   plain loops: start Java with --add-modules jdk.incubator.vector
/// ```
public final class Doctor {

  /// One thing that was looked at.
  ///
  /// @param ok whether it is as it should be
  /// @param name what was looked at
  /// @param text what was found, or what to do
  public record Finding(boolean ok, String name, String text) {

    @Override
    public String toString() {
      return "%-12s %s%s".formatted(name, ok ? "ok, " : "", text);
    }
  }

  private static final long SMALL_HEAP = 1L << 30;

  private Doctor() {}

  /// Prints the findings; ends with 1 where something is to be done.
  public static void main(String[] args) {
    var findings = examine();
    findings.forEach(System.out::println);
    if (!findings.stream().allMatch(Finding::ok)) {
      System.exit(1);
    }
  }

  /// Looks at everything, in a second or two: ND4J takes its time to load.
  public static List<Finding> examine() {
    var findings = new ArrayList<Finding>();
    findings.add(java());
    findings.add(products());
    findings.add(lanes());
    findings.add(nd4j());
    findings.add(data());
    findings.add(heap());
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    var text = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    return feature >= 25
        ? new Finding(true, "Java", text)
        : new Finding(false, "Java", text + ": the library needs Java 25 or newer");
  }

  private static Finding products() {
    var text = CpuBackend.products();
    return text.startsWith("OpenBLAS ")
        ? new Finding(true, "OpenBLAS", text.substring("OpenBLAS ".length()))
        : new Finding(false, "OpenBLAS", text);
  }

  private static Finding lanes() {
    return CpuBackend.hasLanes()
        ? new Finding(true, "Vector API", CpuBackend.kernels())
        : new Finding(
            false,
            "Vector API",
            CpuBackend.kernels() + ": start Java with --add-modules jdk.incubator.vector");
  }

  private static Finding nd4j() {
    if (Doctor.class.getResource("/org/nd4j/linalg/factory/Nd4j.class") == null) {
      return new Finding(
          true,
          "ND4J",
          "not on the class path; only needed for INDArray (org.nd4j:nd4j-native:1.0.0-M2.1)");
    }
    try {
      return new Finding(true, "ND4J", Nd4jProbe.look());
    } catch (Throwable e) {
      return new Finding(
          false,
          "ND4J",
          "on the class path, but its first array failed: "
              + root(e)
              + "; is nd4j-native's jar for this platform there?");
    }
  }

  private static Throwable root(Throwable e) {
    var root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static Finding data() {
    try {
      return new Finding(true, "MNIST", MNIST.describe());
    } catch (DataException e) {
      return new Finding(false, "MNIST", e.getMessage());
    }
  }

  private static Finding heap() {
    long most = Runtime.getRuntime().maxMemory();
    var text = "%,d MB at most".formatted(most >> 20);
    return most >= SMALL_HEAP
        ? new Finding(true, "Heap", text)
        : new Finding(false, "Heap", text + ": the lessons like 1 GB; start Java with -Xmx1g");
  }
}

package lectern.backend.cpu.gemm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// What the processor can do, as Linux tells it.
final class CpuFeatures {

  private static final Set<String> AVX512 = Set.of("avx512f", "avx512bw", "avx512vl", "avx512dq");

  private CpuFeatures() {}

  /// Whether OpenBLAS' kernels for 512-bit vectors run here. Elsewhere than on Linux nobody says,
  /// so OpenBLAS chooses for itself.
  static boolean hasAvx512() {
    return flags(Path.of("/proc/cpuinfo")).containsAll(AVX512);
  }

  static Set<String> flags(Path cpuinfo) {
    try (var lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip().split(" +"))
          .map(words -> Arrays.stream(words).collect(Collectors.toUnmodifiableSet()))
          .orElse(Set.of());
    } catch (IOException e) {
      return Set.of();
    }
  }
}

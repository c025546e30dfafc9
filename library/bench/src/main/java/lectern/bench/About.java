package lectern.bench;

import lectern.backend.cpu.CpuBackend;

/// Says in one line what computes here.
public final class About {

  private About() {}

  /// Java's version, the matrix library, the vector kernels.
  public static void main(String[] args) {
    System.out.println("Java " + Runtime.version() + "; " + CpuBackend.describe());
  }
}

package lectern.backend.cpu;

/// Dense matrix products on Java arrays: C ← α·A·B + β·C, row-major, A (m × k), B (k × n), C (m ×
/// n).
///
/// Each matrix has an offset into its array and a leading dimension, the distance between rows. A
/// transposed operand is stored as its transpose. Calls run on the calling thread alone.
public interface Gemm {

  /// Which library computes, for a person.
  String describe();

  /// The product of float32 matrices.
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc);

  /// The product of float64 matrices.
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double beta,
      double[] c,
      int cOffset,
      int ldc);

  /// OpenBLAS where it can be loaded, else plain loops.
  static Gemm best() {
    return Chosen.GEMM;
  }

  /// Loads the library when somebody first multiplies.
  final class Chosen {
    private static final Gemm GEMM = choose();

    private Chosen() {}

    private static Gemm choose() {
      try {
        return new OpenBlas(OpenBlasLibrary.load());
      } catch (OpenBlasLibrary.NotLoaded e) {
        System.err.println(
            "Lectern multiplies matrices in plain Java, about 20 times slower: " + e.getMessage());
        return new PlainGemm(e.getMessage());
      }
    }
  }
}

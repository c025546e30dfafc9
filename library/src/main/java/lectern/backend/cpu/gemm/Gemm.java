package lectern.backend.cpu.gemm;

/// Dense matrix products on Java arrays. Calls run on the calling thread alone.
public interface Gemm {

  /// Which library computes, for a person.
  String describe();

  /// C ← α·A·B + β·C, of one floating type; where β is 0, what C held does not matter.
  ///
  /// @param a `(m, k)`
  /// @param b `(k, n)`
  /// @param c `(m, n)`, not transposed
  void multiply(int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c);

  /// Native libraries where OpenBLAS can be loaded, else plain loops.
  static Gemm best() {
    return Chosen.GEMM;
  }

  /// Loads the library when somebody first multiplies.
  final class Chosen {
    private static final Gemm GEMM = choose();

    private Chosen() {}

    private static Gemm choose() {
      try {
        return new NativeGemm(new OpenBlas(OpenBlasLibrary.load()));
      } catch (OpenBlasLibrary.NotLoaded e) {
        System.err.println(
            "Lectern multiplies matrices in plain Java, about 20 times slower: " + e.getMessage());
        return new PlainGemm(e.getMessage());
      }
    }
  }
}

package lectern.backend.cpu.gemm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import lectern.backend.cpu.Workers;

/// OpenBLAS' matrix products, on the calling thread.
@SuppressWarnings("restricted") // calling a native library is this class's purpose
final class OpenBlas {

  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  /// Static and final in a class of their own, so that the compiler sees through them.
  private static final class Handles {
    static final MethodHandle SGEMM =
        link("cblas_sgemm", FunctionDescriptor.ofVoid(layouts(JAVA_FLOAT)), true);
    static final MethodHandle DGEMM =
        link("cblas_dgemm", FunctionDescriptor.ofVoid(layouts(JAVA_DOUBLE)), true);

    static final MethodHandle THREADS =
        link("openblas_get_num_threads", FunctionDescriptor.of(JAVA_INT), false);
    static final MethodHandle SET_THREADS =
        link("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT), false);

    private static MemoryLayout[] layouts(MemoryLayout scalar) {
      return new MemoryLayout[] {
        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, scalar, ADDRESS, JAVA_INT,
        ADDRESS, JAVA_INT, scalar, ADDRESS, JAVA_INT
      };
    }

    private static MethodHandle link(String name, FunctionDescriptor type, boolean heap) {
      var library = OpenBlasLibrary.loaded();
      return Linker.nativeLinker()
          .downcallHandle(library.symbols().findOrThrow(name), type, Linker.Option.critical(heap));
    }
  }

  private final OpenBlasLibrary library;

  OpenBlas(OpenBlasLibrary library) {
    this.library = library;
  }

  /// Version, kernels and place, for a person.
  String describe() {
    return "OpenBLAS %s, kernels %s (%s), %d threads from Java, %s"
        .formatted(
            version(),
            text("openblas_get_corename"),
            library.choice(),
            Workers.count(),
            library.origin());
  }

  private String version() {
    var words = text("openblas_get_config").split(" ", 3);
    return words.length > 1 ? words[1] : "?";
  }

  /// ND4J, when it loads, finds this library already there and gives it threads of its own. Ours
  /// come from Java, so each call is to run on one.
  private static void stayOnOneThread() {
    try {
      if ((int) Handles.THREADS.invokeExact() != 1) {
        Handles.SET_THREADS.invokeExact(1);
      }
    } catch (Throwable e) {
      throw failed("openblas_set_num_threads", e);
    }
  }

  private String text(String name) {
    try {
      var address =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(
                      library.symbols().findOrThrow(name), FunctionDescriptor.of(ADDRESS))
                  .invokeExact();
      return address.reinterpret(256).getString(0).strip();
    } catch (Throwable e) {
      throw failed(name, e);
    }
  }

  /// C ← α·A·B + β·C, float32.
  static void floats(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    stayOnOneThread();
    try {
      Handles.SGEMM.invokeExact(
          ROW_MAJOR,
          order(a),
          order(b),
          m,
          n,
          k,
          alpha,
          MemorySegment.ofArray((float[]) a.data()).asSlice(4L * a.at()),
          a.ld(),
          MemorySegment.ofArray((float[]) b.data()).asSlice(4L * b.at()),
          b.ld(),
          beta,
          MemorySegment.ofArray((float[]) c.data()).asSlice(4L * c.at()),
          c.ld());
    } catch (Throwable e) {
      throw failed("cblas_sgemm", e);
    }
  }

  /// C ← α·A·B + β·C, float64.
  static void doubles(
      int m, int n, int k, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    stayOnOneThread();
    try {
      Handles.DGEMM.invokeExact(
          ROW_MAJOR,
          order(a),
          order(b),
          m,
          n,
          k,
          alpha,
          MemorySegment.ofArray((double[]) a.data()).asSlice(8L * a.at()),
          a.ld(),
          MemorySegment.ofArray((double[]) b.data()).asSlice(8L * b.at()),
          b.ld(),
          beta,
          MemorySegment.ofArray((double[]) c.data()).asSlice(8L * c.at()),
          c.ld());
    } catch (Throwable e) {
      throw failed("cblas_dgemm", e);
    }
  }

  private static int order(Matrix x) {
    return x.transposed() ? TRANSPOSE : NO_TRANSPOSE;
  }

  private static IllegalStateException failed(String name, Throwable e) {
    return new IllegalStateException("OpenBLAS: the call of " + name + " failed: " + e, e);
  }
}

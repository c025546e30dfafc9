package lectern.backend.cpu.gemm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.NoSuchElementException;

/// oneDNN's product of float32 matrices, on the calling thread. It compiles its loops for the
/// processor it finds, and is loaded when the first large product is made: a tenth of a second.
///
/// It is called on Linux with x86-64 only; elsewhere nobody has tried it, and OpenBLAS serves.
@SuppressWarnings("restricted") // calling a native library is this class's purpose
final class OneDnn {

  private static final String PLATFORM = "linux-x86_64";
  private static final String VERSION = "3.11-1.5.13";
  private static final String LIBRARY = "/org/bytedeco/dnnl/" + PLATFORM + "/libdnnl.so.3";

  private OneDnn() {}

  /// Loads the library when somebody first asks. Static and final in a class of their own, so that
  /// the compiler sees through them.
  private static final class Handles {
    static final MethodHandle SGEMM;
    static final MethodHandle THREADS;
    static final MethodHandle SET_THREADS;

    /// The library and its version, or why another serves.
    static final String NAME;

    static {
      MethodHandle sgemm = null;
      MethodHandle threads = null;
      MethodHandle setThreads = null;
      String name;
      try {
        boolean tried = NativeFiles.platform().equals(PLATFORM);
        var cacheName = "onednn-" + VERSION + "-" + PLATFORM;
        var path = tried ? NativeFiles.unpack(cacheName, LIBRARY, List.of("libgomp.so.1")) : null;
        if (!tried) {
          name = "OpenBLAS too, because oneDNN is used on " + PLATFORM + " only";
        } else if (path == null) {
          name = "OpenBLAS too; with org.bytedeco:dnnl on the class path, oneDNN";
        } else {
          var symbols = SymbolLookup.libraryLookup(path, Arena.global());
          threads = link(symbols, "omp_get_max_threads", FunctionDescriptor.of(JAVA_INT), false);
          setThreads =
              link(symbols, "omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT), false);
          sgemm = link(symbols, "dnnl_sgemm", PRODUCT, true);
          name = "oneDNN " + VERSION;
        }
      } catch (IOException
          | IllegalArgumentException
          | NoSuchElementException
          | UnsatisfiedLinkError e) {
        name = "OpenBLAS too, because oneDNN does not load: " + e.getMessage();
      }
      SGEMM = sgemm;
      THREADS = threads;
      SET_THREADS = setThreads;
      NAME = name;
    }

    private static MethodHandle link(
        SymbolLookup symbols, String name, FunctionDescriptor type, boolean heap) {
      return Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(name), type, Linker.Option.critical(heap));
    }
  }

  /// Row-major: orders of A and B, m n k, α, A and its ld, B and its ld, β, C and its ld; a status.
  private static final FunctionDescriptor PRODUCT =
      FunctionDescriptor.of(
          JAVA_INT,
          JAVA_BYTE,
          JAVA_BYTE,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_FLOAT,
          ADDRESS,
          JAVA_LONG,
          ADDRESS,
          JAVA_LONG,
          JAVA_FLOAT,
          ADDRESS,
          JAVA_LONG);

  static boolean isHere() {
    return Handles.SGEMM != null;
  }

  /// Its version, for a person, or why OpenBLAS does its work.
  static String describe() {
    return Handles.NAME;
  }

  /// C ← α·A·B + β·C. Threads come from Java, so this one is to make the product alone. OpenMP
  /// keeps its number of threads by thread of the caller; ND4J may share it, so it is given back.
  static void floats(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    int status;
    try {
      int threads = (int) Handles.THREADS.invokeExact();
      Handles.SET_THREADS.invokeExact(1);
      status =
          (int)
              Handles.SGEMM.invokeExact(
                  order(a),
                  order(b),
                  (long) m,
                  (long) n,
                  (long) k,
                  alpha,
                  at(a),
                  (long) a.ld(),
                  at(b),
                  (long) b.ld(),
                  beta,
                  at(c),
                  (long) c.ld());
      Handles.SET_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new IllegalStateException("oneDNN: the call of dnnl_sgemm failed: " + e, e);
    }
    if (status != 0) {
      throw new IllegalStateException(
          "oneDNN: dnnl_sgemm refused a product of (%d, %d) and (%d, %d) with status %d"
              .formatted(m, k, k, n, status));
    }
  }

  private static byte order(Matrix x) {
    return (byte) (x.transposed() ? 'T' : 'N');
  }

  private static MemorySegment at(Matrix x) {
    return MemorySegment.ofArray((float[]) x.data()).asSlice(4L * x.at());
  }
}

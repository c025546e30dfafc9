package lectern.backend.cpu.gemm;

import java.io.IOException;
import java.io.Serial;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds OpenBLAS and loads it: first the one inside bytedeco's jar on the class path, which is
/// unpacked once into the cache, then the system's.
///
/// @param symbols the library's functions
/// @param origin where it came from
/// @param choice how its kernels were chosen
@SuppressWarnings("restricted") // loading a native library is this class's purpose
record OpenBlasLibrary(SymbolLookup symbols, String origin, String choice) {

  private static final String VARIABLE = "OPENBLAS_CORETYPE";
  private static final String VERSION = "0.3.19-1.5.7";

  private static final List<String> COMPANIONS =
      List.of(
          "libgcc_s.so.1",
          "libquadmath.so.0",
          "libgfortran.so.5",
          "libgcc_s_seh-1.dll",
          "libquadmath-0.dll",
          "libgfortran-5.dll",
          "libwinpthread-1.dll",
          "libgcc_s.1.1.dylib",
          "libgcc_s.1.dylib",
          "libquadmath.0.dylib",
          "libgfortran.5.dylib");

  /// No OpenBLAS here; the message says where it was looked for and what to do.
  static final class NotLoaded extends Exception {
    @Serial private static final long serialVersionUID = 1;

    NotLoaded(String message) {
      super(message);
    }
  }

  private static volatile OpenBlasLibrary loaded;

  /// The library that [#load] found.
  static OpenBlasLibrary loaded() {
    return loaded;
  }

  /// Finds and loads the library.
  static OpenBlasLibrary load() throws NotLoaded {
    var found = find();
    loaded = found;
    return found;
  }

  private static OpenBlasLibrary find() throws NotLoaded {
    var choice = chooseKernels();
    var tried = new ArrayList<String>();
    for (var file : bundled()) {
      try {
        var path =
            NativeFiles.unpack(
                "openblas-" + VERSION + "-" + NativeFiles.platform(), file, COMPANIONS);
        if (path != null) {
          return new OpenBlasLibrary(lookup(path.toString()), path.toString(), choice);
        }
        tried.add("no " + file + " on the class path");
      } catch (IOException | IllegalArgumentException | UnsatisfiedLinkError e) {
        tried.add(file + ": " + e.getMessage());
      }
    }
    for (var name : system()) {
      try {
        return new OpenBlasLibrary(lookup(name), name, choice);
      } catch (IllegalArgumentException e) {
        tried.add("no " + name + " on the system");
      }
    }
    throw new NotLoaded(
        String.join("; ", tried)
            + ". Put org.bytedeco:openblas with this platform's classifier on the class path, or"
            + " install OpenBLAS.");
  }

  private static SymbolLookup lookup(String library) {
    return library.contains("/") || library.contains("\\")
        ? SymbolLookup.libraryLookup(Path.of(library), Arena.global())
        : SymbolLookup.libraryLookup(library, Arena.global());
  }

  /// OpenBLAS 0.3.19 takes its AVX2 kernels on newer AMD processors; those for AVX-512 are twice as
  /// fast there. It reads the variable while it loads, and Java's own environment cannot be
  /// written, hence the call to the C library.
  private static String chooseKernels() {
    var wish = System.getenv(VARIABLE);
    if (wish != null && !wish.isBlank()) {
      return VARIABLE + "=" + wish + " as set by you";
    }
    if (!CpuFeatures.hasAvx512()) {
      return "chosen by OpenBLAS";
    }
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var setenv =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setenv"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT));
      int failed =
          (int) setenv.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("SkylakeX"), 0);
      return failed == 0
          ? VARIABLE + "=SkylakeX, because the processor has AVX-512"
          : "chosen by OpenBLAS";
    } catch (Throwable e) {
      return "chosen by OpenBLAS (setenv: " + e.getMessage() + ")";
    }
  }

  /// The library's place in bytedeco's jar for this platform.
  private static List<String> bundled() {
    var folder = "/org/bytedeco/openblas/" + NativeFiles.platform() + "/";
    return switch (NativeFiles.os()) {
      case "windows" -> List.of(folder + "libopenblas.dll");
      case "macosx" -> List.of(folder + "libopenblas.0.dylib", folder + "libopenblas.dylib");
      default -> List.of(folder + "libopenblas.so.0");
    };
  }

  private static List<String> system() {
    return switch (NativeFiles.os()) {
      case "windows" -> List.of("libopenblas.dll");
      case "macosx" ->
          List.of(
              "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
              "/usr/local/opt/openblas/lib/libopenblas.dylib");
      default -> List.of("libopenblas.so.0", "libopenblas.so");
    };
  }
}

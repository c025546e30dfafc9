package lectern.backend.cpu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// Borrowed numbers that begin where a cache line does: a vector as long as a line is read faster
/// than one that lies on two.
///
/// The garbage collector may move the array, and then it is no longer so; that costs time, nothing
/// else.
///
/// @param data the array
/// @param at the first of the numbers
@SuppressWarnings({
  "ArrayRecordComponent", // never compared
  "restricted" // the C library tells where an array is
})
public record Aligned(float[] data, int at) {

  /// Floats of one line.
  private static final int LINE = 16;

  private static final MethodHandle ADDRESS = find();

  /// At least `n` numbers of any value.
  public static Aligned borrow(CpuBackend backend, int n) {
    var data = backend.borrow(n + LINE);
    return new Aligned(data, line(data));
  }

  /// At least `n` zeros.
  public static Aligned zeros(CpuBackend backend, int n) {
    var zeros = borrow(backend, n);
    Arrays.fill(zeros.data, 0);
    return zeros;
  }

  /// The first element that begins a line, 0 where that cannot be found out.
  private static int line(float[] array) {
    if (ADDRESS == null) {
      return 0;
    }
    try {
      var here = MemorySegment.ofArray(array);
      long address = ((MemorySegment) ADDRESS.invokeExact(here, here, 0L)).address();
      return (int) (-address & (LINE * Float.BYTES - 1)) / Float.BYTES;
    } catch (Throwable e) {
      return 0;
    }
  }

  /// `memcpy` of nothing returns the address that it was given.
  private static MethodHandle find() {
    try {
      var linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("memcpy"),
          FunctionDescriptor.of(
              ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
          Linker.Option.critical(true));
    } catch (RuntimeException e) {
      return null;
    }
  }
}

package lectern.kernel.system;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Calls functions of C.
///
/// All are called as if they took four long integers and gave one back: the registers are the same
/// on 64-bit systems, and one shape costs a quarter of one for each function (65 ms of processor
/// time once, 22 with an AOT cache). Functions with floating-point or variable arguments are out of
/// reach.
@SuppressWarnings("restricted") // calls into C
final class Native {

  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG));

  private Native() {}

  /// Whether native calls are allowed.
  static boolean isAllowed() {
    return Native.class.getModule().isNativeAccessEnabled();
  }

  static long call(MemorySegment function, long a, long b, long c, long d) {
    try {
      return (long) CALL.invokeExact(function, a, b, c, d);
    } catch (Throwable e) { // C throws nothing
      throw new IllegalStateException(e);
    }
  }

  /// The pointer, or long integer, at an address.
  static long at(long address) {
    return MemorySegment.ofAddress(address).reinterpret(8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }
}

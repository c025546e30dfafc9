package lectern.kernel.system;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// Throws an error inside another thread, wherever that thread is.
///
/// This is what a debugger's `ThreadReference.stop` does, asked of the virtual machine's tool
/// interface (JVM TI) from inside, so that no port has to be opened. A thread in native code meets
/// the error when it returns to Java. Library code may be left half-done.
///
/// References to objects that a C function returns live only until a native method of Java returns.
/// So each becomes a global one by the very next call, with nothing but these two calls in between
/// ([#kept]).
@SuppressWarnings("restricted") // calls into C
public final class ForcedStop {

  // Positions in the tables of jni.h and jvmti.h, which never change.
  private static final int GET_ENV = 6;
  private static final int FIND_CLASS = 6;
  private static final int NEW_GLOBAL_REF = 21;
  private static final int DELETE_GLOBAL_REF = 22;
  private static final int NEW_OBJECT = 30;
  private static final int GET_METHOD_ID = 33;
  private static final int GET_STATIC_METHOD_ID = 113;
  private static final int CALL_STATIC_OBJECT_METHOD = 116;
  private static final int GET_ARRAY_LENGTH = 171;
  private static final int GET_ARRAY_ELEMENT = 173;
  private static final int STOP_THREAD = 6;
  private static final int GET_THREAD_INFO = 8;
  private static final int DEALLOCATE = 46;
  private static final int ADD_CAPABILITIES = 141;

  private static final long JNI_VERSION = 0x00150000;
  private static final long JVMTI_VERSION = 0x30010200;
  private static final int CAN_SIGNAL_THREAD = 1 << 10;

  /// The tool interface, made at the first stop; it lives as long as the virtual machine.
  private static long tools;

  private final Arena arena;
  private final long jni;
  private final long jvmti;
  private final MemorySegment newGlobalRef;

  private ForcedStop(Arena arena) {
    this.arena = arena;
    long machine = machine(arena);
    jni = environment(arena, machine, JNI_VERSION);
    jvmti = tools(arena, machine);
    newGlobalRef = function(jni, NEW_GLOBAL_REF);
  }

  private static synchronized long tools(Arena arena, long machine) {
    if (tools == 0) {
      long made = environment(arena, machine, JVMTI_VERSION);
      var wanted = arena.allocate(16, 8);
      wanted.set(ValueLayout.JAVA_INT, 0, CAN_SIGNAL_THREAD);
      check(call(made, ADD_CAPABILITIES, wanted.address(), 0, 0));
      tools = made;
    }
    return tools;
  }

  /// Throws a `java.lang.Error` in a platform thread.
  ///
  /// @throws UnsupportedOperationException when that is impossible; the message says why
  public static synchronized void stop(Thread thread) {
    if (thread.isVirtual() || !Native.isAllowed()) {
      throw new UnsupportedOperationException(
          thread.isVirtual() ? "a virtual thread" : "native access is not allowed");
    }
    try (var arena = Arena.ofConfined()) {
      new ForcedStop(arena).throwIn(thread);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UnsupportedOperationException(e.toString(), e);
    }
  }

  private void throwIn(Thread thread) {
    long type = kept(FIND_CLASS, text("java/lang/Error"), 0, 0);
    long constructor = call(jni, GET_METHOD_ID, type, text("<init>"), text("()V"));
    long error = kept(NEW_OBJECT, type, constructor, 0);
    long found = find(thread);
    check(call(jvmti, STOP_THREAD, found, error, 0));
    release(type);
    release(error);
    release(found);
  }

  /// The virtual machine's reference to a thread. It is found by its name, which is made unique for
  /// that moment.
  private long find(Thread thread) {
    var name = thread.getName();
    var unique = "lectern-stop-" + System.nanoTime();
    thread.setName(unique);
    try {
      long type = kept(FIND_CLASS, text("java/lang/Thread"), 0, 0);
      long all =
          call(
              jni,
              GET_STATIC_METHOD_ID,
              type,
              text("getAllThreads"),
              text("()[Ljava/lang/Thread;"));
      if (all == 0) {
        throw new UnsupportedOperationException("this Java VM does not tell its threads");
      }
      long threads = kept(CALL_STATIC_OBJECT_METHOD, type, all, 0);
      release(type);
      long found = 0;
      for (int i = (int) call(jni, GET_ARRAY_LENGTH, threads, 0, 0) - 1; i >= 0; i--) {
        long each = kept(GET_ARRAY_ELEMENT, threads, i, 0);
        if (found == 0 && name(each).equals(unique)) {
          found = each;
        } else {
          release(each);
        }
      }
      release(threads);
      if (found == 0) {
        throw new UnsupportedOperationException("the thread has ended");
      }
      return found;
    } finally {
      thread.setName(name);
    }
  }

  private String name(long thread) {
    var info = arena.allocate(40, 8);
    if ((int) call(jvmti, GET_THREAD_INFO, thread, info.address(), 0) != 0) {
      return ""; // it has just ended
    }
    long text = info.get(ValueLayout.JAVA_LONG, 0);
    try {
      return MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE).getString(0);
    } finally {
      call(jvmti, DEALLOCATE, text, 0, 0);
    }
  }

  /// Calls a function that returns a reference, and keeps it.
  private long kept(int function, long a, long b, long c) {
    var called = function(jni, function);
    long environment = jni;
    var keep = newGlobalRef;
    long local = Native.call(called, environment, a, b, c);
    long global = Native.call(keep, environment, local, 0, 0);
    if (global == 0) {
      throw new UnsupportedOperationException("the Java VM gives no object");
    }
    return global;
  }

  private void release(long reference) {
    call(jni, DELETE_GLOBAL_REF, reference, 0, 0);
  }

  private long text(String text) {
    return arena.allocateFrom(text).address();
  }

  private static long machine(Arena arena) {
    var folder = File.separatorChar == '/' ? "lib/server" : "bin/server";
    var library = Path.of(System.getProperty("java.home"), folder, System.mapLibraryName("jvm"));
    var created =
        SymbolLookup.libraryLookup(library, Arena.global())
            .find("JNI_GetCreatedJavaVMs")
            .orElseThrow(() -> new UnsupportedOperationException("no Java VM in " + library));
    var found = arena.allocate(16, 8);
    Native.call(created, found.address(), 1, found.address() + 8, 0);
    return found.get(ValueLayout.JAVA_LONG, 0);
  }

  private static long environment(Arena arena, long machine, long version) {
    var found = arena.allocate(8, 8);
    check(call(machine, GET_ENV, found.address(), version, 0));
    return found.get(ValueLayout.JAVA_LONG, 0);
  }

  private static long call(long environment, int function, long a, long b, long c) {
    return Native.call(function(environment, function), environment, a, b, c);
  }

  /// A function of an interface, whose environment begins with the table of its functions.
  private static MemorySegment function(long environment, int position) {
    return MemorySegment.ofAddress(Native.at(Native.at(environment) + 8L * position));
  }

  private static void check(long answer) {
    if ((int) answer != 0) {
      throw new UnsupportedOperationException("the Java VM answers " + (int) answer);
    }
  }
}

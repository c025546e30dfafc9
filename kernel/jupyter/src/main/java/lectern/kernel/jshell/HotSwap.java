package lectern.kernel.jshell;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Replaces the code of loaded classes while their static fields keep their values.
///
/// The agent this needs is loaded on first use, about 80 ms, so that a start does not pay for it.
/// It needs `java.instrument/sun.instrument` exported, which the manifest of the kernel's jar does.
final class HotSwap {

  private static boolean failed;

  private HotSwap() {}

  /// Whether classes can be replaced here; costs nothing to ask.
  static boolean isPossible() {
    return ModuleLayer.boot()
        .findModule("java.instrument")
        .filter(m -> m.isExported("sun.instrument", HotSwap.class.getModule()))
        .isPresent();
  }

  /// Replaces classes. All of them or none.
  ///
  /// @throws UnsupportedOperationException when fields or methods were added or removed, or when
  ///   this virtual machine gives no instrumentation
  static void replace(ClassDefinition... definitions) {
    try {
      instrumentation().redefineClasses(definitions);
    } catch (ClassNotFoundException
        | java.lang.instrument.UnmodifiableClassException
        | LinkageError e) {
      throw new UnsupportedOperationException(e.toString(), e);
    }
  }

  static synchronized Instrumentation instrumentation() {
    if (Agent.instrumentation() == null) {
      if (failed || !isPossible()) {
        throw new UnsupportedOperationException(
            "Classes cannot be redefined: java.instrument/sun.instrument is not exported.");
      }
      try {
        load();
      } catch (IOException | ReflectiveOperationException e) {
        failed = true;
        throw new UnsupportedOperationException("Classes cannot be redefined: " + e, e);
      }
    }
    return Agent.instrumentation();
  }

  /// Does what the `java` launcher does for a jar with a `Launcher-Agent-Class`.
  private static void load() throws IOException, ReflectiveOperationException {
    var manifest = new Manifest();
    var main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Launcher-Agent-Class", Agent.class.getName());
    main.putValue("Can-Redefine-Classes", "true");
    main.putValue("Can-Retransform-Classes", "true");
    var jar = Files.createTempFile("lectern-agent", ".jar");
    try {
      new JarOutputStream(Files.newOutputStream(jar), manifest).close();
      Class.forName("sun.instrument.InstrumentationImpl")
          .getMethod("loadAgent", String.class)
          .invoke(null, jar.toString());
    } finally {
      Files.deleteIfExists(jar);
    }
  }
}

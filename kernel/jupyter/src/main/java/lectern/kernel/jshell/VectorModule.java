package lectern.kernel.jshell;

import java.lang.module.ModuleFinder;

/// The incubating Vector API, loaded when a notebook first asks for one of its classes.
///
/// `--add-modules` on the command line would do the same at every start, and switch off the
/// archived module graph: 0.4 s of work, most of what an AOT cache saves. The virtual machine loads
/// its own agents' modules in this way; it turns the vector intrinsics on when the module is
/// defined.
final class VectorModule {

  /// The module's name, for the compiler.
  static final String NAME = "jdk.incubator.vector";

  private static Boolean loaded;

  private VectorModule() {}

  /// Whether this JDK has it, loaded or not.
  static boolean exists() {
    return ModuleFinder.ofSystem().find(NAME).isPresent();
  }

  /// Whether a class or resource belongs to it.
  static boolean owns(String name) {
    return name.startsWith(NAME) || name.startsWith("jdk/incubator/vector");
  }

  /// Loads it if it is not there yet; false where that cannot be done.
  static synchronized boolean load() {
    if (loaded == null) {
      loaded = ModuleLayer.boot().findModule(NAME).isPresent() || loadNow();
    }
    return loaded;
  }

  private static boolean loadNow() {
    if (!exists()) {
      return false;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false; // who wanted it says what serves instead
    }
  }
}

package lectern.kernel.jshell;

import java.lang.instrument.ClassDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;

/// Loads and calls the classes that JShell compiles, in this process.
///
/// JShell passes values on as strings; here they stay objects, in [#value] and [#thrown]. While
/// user code runs, the lock on the compiler is given back, so that completion answers meanwhile.
final class SnippetControl implements ExecutionControl {

  private final UserLoader loader;
  private final Weaver weaver;
  private final Interruption interruption;
  private final ReentrantLock compiler;
  private final Map<String, byte[]> sources = new HashMap<>();
  private final Map<String, Class<?>> classes = new HashMap<>();

  /// The classes loaded, not redefined, since the last [#reset].
  private final List<String> loaded = new ArrayList<>();

  private Object value;
  private long nanos;
  private List<Throwable> thrown = List.of();

  SnippetControl(
      UserLoader loader, Weaver weaver, Interruption interruption, ReentrantLock compiler) {
    this.loader = loader;
    this.weaver = weaver;
    this.interruption = interruption;
    this.compiler = compiler;
  }

  /// Forgets what the last snippet left.
  void reset() {
    value = null;
    thrown = List.of();
    loaded.clear();
  }

  /// What the last snippet returned.
  Object value() {
    return value;
  }

  /// What the last snippet threw: the exception, then its causes and suppressed ones in the order
  /// in which they were reported to JShell; empty when it ran to its end.
  List<Throwable> thrown() {
    return thrown;
  }

  /// Nanoseconds spent in snippets so far.
  long nanos() {
    return nanos;
  }

  /// Names of the classes loaded since [#reset].
  List<String> loaded() {
    return loaded;
  }

  /// A loaded class of a snippet.
  Class<?> find(String name) throws ClassNotFoundException {
    var found = classes.get(name);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  /// Lets go of a dropped snippet's class.
  void forget(String name) {
    sources.remove(name);
    classes.remove(name);
  }

  @Override
  public void load(ClassBytecodes[] given) throws ClassInstallException {
    var done = new boolean[given.length];
    try {
      for (var each : given) {
        loader.declare(each.name(), each.bytecodes());
      }
      for (var each : given) {
        loader.declare(each.name(), weaver.weave(each.bytecodes()));
      }
      for (var i = 0; i < given.length; i++) {
        var name = given[i].name();
        classes.put(name, loader.loadClass(name));
        sources.put(name, given[i].bytecodes());
        loaded.add(name);
        done[i] = true;
      }
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      throw new ClassInstallException("load: " + e, done);
    }
  }

  @Override
  public void redefine(ClassBytecodes[] given) throws ClassInstallException {
    try {
      var changed = new ArrayList<ClassDefinition>();
      for (var each : given) {
        if (!Arrays.equals(sources.get(each.name()), each.bytecodes())) {
          changed.add(new ClassDefinition(find(each.name()), weaver.weave(each.bytecodes())));
        }
      }
      if (!changed.isEmpty()) {
        HotSwap.replace(changed.toArray(ClassDefinition[]::new));
      }
      for (var each : given) {
        sources.put(each.name(), each.bytecodes());
      }
    } catch (ClassNotFoundException | RuntimeException e) {
      throw new ClassInstallException("redefine: " + e, new boolean[given.length]);
    }
  }

  @Override
  public String invoke(String className, String methodName) throws RunException, InternalException {
    Method method;
    try {
      method = find(className).getDeclaredMethod(methodName);
      method.setAccessible(true);
    } catch (ReflectiveOperationException | LinkageError e) {
      thrown = List.of(e);
      throw new InternalException(e.toString());
    }
    var start = System.nanoTime();
    try {
      value = unlocked(() -> method.invoke(null));
    } catch (InvocationTargetException e) {
      throw report(e.getCause());
    } catch (Throwable e) {
      throw report(e);
    } finally {
      nanos += System.nanoTime() - start;
    }
    return "";
  }

  /// Calls user code with the compiler's lock given back.
  <T> T unlocked(Body<T> body) throws Throwable {
    var held = compiler.getHoldCount();
    for (var i = 0; i < held; i++) {
      compiler.unlock();
    }
    try {
      interruption.enterUserCode();
      try {
        return body.run();
      } finally {
        interruption.leaveUserCode();
      }
    } finally {
      for (var i = 0; i < held; i++) {
        compiler.lock();
      }
    }
  }

  /// Something that user code does.
  interface Body<T> {
    T run() throws Throwable;
  }

  /// Keeps the throwable and tells JShell of it and all it carries, so that JShell translates the
  /// stack traces.
  private RunException report(Throwable first) {
    if (first instanceof SPIResolutionException unresolved) {
      thrown = List.of(first);
      return new ResolutionException(unresolved.id(), first.getStackTrace());
    }
    var all = new ArrayList<Throwable>();
    collect(first, all, Collections.newSetFromMap(new IdentityHashMap<>()));
    thrown = all;
    UserException next = null;
    for (var each : all.reversed()) {
      var report =
          new UserException(
              String.valueOf(each.getMessage()), each.getClass().getName(), each.getStackTrace());
      if (next != null) {
        report.initCause(next);
      }
      next = report;
    }
    return next;
  }

  private static void collect(Throwable each, List<Throwable> all, Set<Throwable> seen) {
    if (each == null || all.size() >= 20 || !seen.add(each)) {
      return;
    }
    all.add(each);
    collect(each.getCause(), all, seen);
    for (var suppressed : each.getSuppressed()) {
      collect(suppressed, all, seen);
    }
  }

  @Override
  public String varValue(String className, String varName) {
    return "";
  }

  @Override
  public void addToClasspath(String path) {
    for (var entry : path.split(java.io.File.pathSeparator, -1)) {
      loader.add(java.nio.file.Path.of(entry));
    }
  }

  @Override
  public void stop() {
    interruption.request();
  }

  @Override
  public Object extensionCommand(String command, Object argument) throws NotImplementedException {
    throw new NotImplementedException("Unknown command: " + command);
  }

  @Override
  public void close() {}
}

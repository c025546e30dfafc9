package lectern.kernel.jshell;

import java.lang.instrument.ClassDefinition;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.spi.ExecutionControl;

/// Loads and runs the classes that JShell compiles, in this process.
///
/// JShell passes values on as strings and runs each snippet at once; here values stay objects, and
/// the engine runs a cell's snippets when all of them compile.
final class SnippetControl implements ExecutionControl {

  private final UserLoader loader;
  private final Weaver weaver;
  private final Map<String, byte[]> sources = new ConcurrentHashMap<>();
  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

  /// The classes loaded, not redefined, since the last [#reset].
  private final List<String> loaded = new ArrayList<>();

  private final List<String> toRun = new ArrayList<>();

  /// Classes whose code has not run, so that their variables hold nothing.
  private final Set<String> empty = ConcurrentHashMap.newKeySet();

  /// Nanoseconds that each thread has spent in snippets.
  private final ThreadLocal<Long> nanos = ThreadLocal.withInitial(() -> 0L);

  SnippetControl(UserLoader loader, Weaver weaver) {
    this.loader = loader;
    this.weaver = weaver;
  }

  /// Forgets what the last snippet left.
  void reset() {
    toRun.clear();
    loaded.clear();
  }

  /// The classes that JShell wanted to run since [#reset].
  List<String> toRun() {
    return toRun;
  }

  /// Nanoseconds that this thread has spent in snippets so far.
  long nanos() {
    return nanos.get();
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

  /// Whether the variables of a class hold nothing because its code never ran to its end.
  boolean isEmpty(String className) {
    return empty.contains(className);
  }

  /// Whether one of the classes that a snippet has become holds a value of this variable.
  boolean holds(String className, String variable) {
    return holder(className, "", variable) != null;
  }

  /// Copies the value that a variable has had in one of its snippet's classes into its latest
  /// class; false when there was none or it does not fit.
  boolean restore(String before, String now, String variable) {
    var held = holder(before, "", variable);
    if (held != null && held.getDeclaringClass().getName().equals(now)) {
      return true;
    }
    var old = holder(before, now, variable);
    try {
      var target = find(now).getDeclaredField(variable);
      if (old == null || Modifier.isFinal(target.getModifiers())) {
        return false;
      }
      target.setAccessible(true);
      target.set(null, old.get(null));
      empty.remove(now);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException | LinkageError e) {
      return false;
    }
  }

  /// The field of the youngest of a snippet's classes (`$JShell$12`, `$JShell$12B`, …) whose code
  /// has run, `except` left out.
  private Field holder(String className, String except, String variable) {
    var base = className.replaceFirst("\\p{L}+$", "");
    Field found = null;
    var longest = "";
    for (var each : classes.entrySet()) {
      var name = each.getKey();
      if (name.startsWith(base)
          && name.substring(base.length()).matches("\\p{L}*")
          && !name.equals(except)
          && !empty.contains(name)
          && (name.length() > longest.length()
              || (name.length() == longest.length() && name.compareTo(longest) > 0))) {
        var field = field(each.getValue(), variable);
        if (field != null) {
          found = field;
          longest = name;
        }
      }
    }
    return found;
  }

  /// A variable's field; null in a method's class and in one that never came to life.
  private static Field field(Class<?> type, String variable) {
    try {
      var field = type.getDeclaredField(variable);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /// Lets go of the value of a dropped variable; of a temporary's class too, which never returns.
  void clear(String className, String variable) {
    empty.add(className);
    var type = classes.get(className);
    if (variable.startsWith("$")) {
      sources.remove(className);
      classes.remove(className);
      empty.remove(className);
    }
    try {
      var field = type == null ? null : type.getDeclaredField(variable);
      if (field != null
          && !field.getType().isPrimitive()
          && !Modifier.isFinal(field.getModifiers())) {
        field.setAccessible(true);
        field.set(null, null);
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      return; // the class never came to life, so it holds nothing
    }
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
        empty.add(name);
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

  /// JShell asks for a run as soon as a snippet compiles; here it waits until the cell compiles.
  @Override
  public String invoke(String className, String methodName) {
    toRun.add(className);
    return "";
  }

  /// Runs a snippet's class; its value.
  ///
  /// @throws Throwable what the code throws
  Object run(String className) throws Throwable {
    var method = find(className).getDeclaredMethod("do_it$");
    method.setAccessible(true);
    var start = System.nanoTime();
    try {
      var value = asUser(() -> method.invoke(null));
      empty.remove(className);
      return value;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      nanos.set(nanos.get() + System.nanoTime() - start);
    }
  }

  /// Calls user code, which may be interrupted.
  <T> T asUser(Body<T> body) throws Throwable {
    var run = Run.here();
    run.enterUserCode();
    try {
      return body.run();
    } finally {
      run.leaveUserCode();
    }
  }

  /// Does the kernel's work in the middle of user code: the compiler must not be interrupted.
  <T, E extends Exception> T asKernel(Work<T, E> work) throws E {
    var run = Run.here();
    run.leaveUserCode();
    try {
      return work.run();
    } finally {
      run.enterUserCode();
    }
  }

  /// Something that the kernel does.
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /// Something that user code does.
  interface Body<T> {
    T run() throws Throwable;
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
  public void stop() {}

  @Override
  public Object extensionCommand(String command, Object argument) throws NotImplementedException {
    throw new NotImplementedException("Unknown command: " + command);
  }

  @Override
  public void close() {}
}

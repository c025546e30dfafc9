package lectern.kernel.jshell;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// The last resort of an interrupt: puts checks into the library methods that a cell is inside of.
///
/// A cell can spend minutes in one call, say of `BigInteger.multiply` or of a stream, where no code
/// of its own runs. Then the classes on its stack are woven, for this one thread, and woven back
/// when the cell has ended. A frame that is active already keeps its old code; the next call it
/// makes into one of these classes throws. Classes where a torn update would hurt others (locks,
/// class loading, the JDK's inside) are never touched.
final class DeepChecks {

  private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
  private static final ClassDesc ERROR = ClassDesc.of("java.lang.Error");
  private static final MethodTypeDesc CURRENT = MethodTypeDesc.of(THREAD);
  private static final MethodTypeDesc ID = MethodTypeDesc.of(ConstantDescs.CD_long);
  private static final MethodTypeDesc IS = MethodTypeDesc.of(ConstantDescs.CD_boolean);
  private static final MethodTypeDesc WITH_TEXT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

  /// How many classes are woven at a time. The innermost are called most; the outer ones of a deep
  /// stack, often the largest, are called once.
  private static final int AT_ONCE = 4;

  /// Two cells may be inside of one class; what one takes back must not undo what another weaves.
  private static final Object ONE_AT_A_TIME = new Object();

  private final Set<Class<?>> woven = new LinkedHashSet<>();
  private ClassFileTransformer transformer;

  /// Weaves the innermost of what `thread` is running, and more when it is called again; whether
  /// there was something to weave.
  boolean weave(Thread thread, ClassLoader loader) {
    var classes = new LinkedHashSet<Class<?>>();
    for (var frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("REPL.")) {
        break;
      }
      if (mayBeWoven(frame.getClassName()) && classes.size() < AT_ONCE) {
        try {
          var type = Class.forName(frame.getClassName(), false, loader);
          if (!woven.contains(type)) {
            classes.add(type);
          }
        } catch (ClassNotFoundException | LinkageError e) {
          // hidden or foreign: it stays as it is
        }
      }
    }
    if (classes.isEmpty()) {
      return false;
    }
    synchronized (ONE_AT_A_TIME) {
      woven.addAll(classes);
      if (transformer == null) {
        transformer = new Transformer(woven, thread.threadId());
        HotSwap.instrumentation().addTransformer(transformer, true);
      }
      retransform(classes);
    }
    return true;
  }

  /// Gives all classes their own code back.
  void undo() {
    synchronized (ONE_AT_A_TIME) {
      if (transformer != null) {
        HotSwap.instrumentation().removeTransformer(transformer);
        transformer = null;
        retransform(woven);
        woven.clear();
      }
    }
  }

  /// All at once, since every time the virtual machine stops; one by one where that fails.
  private static void retransform(Set<Class<?>> classes) {
    try {
      HotSwap.instrumentation().retransformClasses(classes.toArray(Class<?>[]::new));
      return;
    } catch (UnmodifiableClassException | LinkageError e) {
      // one of them cannot be woven
    }
    for (var each : classes) {
      try {
        HotSwap.instrumentation().retransformClasses(each);
      } catch (UnmodifiableClassException | LinkageError e) {
        // this one cannot be woven; the others may do
      }
    }
  }

  private static boolean mayBeWoven(String name) {
    if (name.startsWith("java.")) {
      return name.startsWith("java.math.")
          || name.startsWith("java.text.")
          || (name.startsWith("java.util.") && !name.startsWith("java.util.concurrent."));
    }
    return !(name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("javax.")
        || name.startsWith("com.sun.")
        || name.startsWith("lectern.kernel.")
        || name.startsWith("lectern.display.")
        || name.startsWith("lectern.widget."));
  }

  private record Transformer(Set<Class<?>> classes, long threadId) implements ClassFileTransformer {

    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
      if (type == null || !classes.contains(type)) {
        return null;
      }
      var resolver =
          loader == null
              ? ClassHierarchyResolver.defaultResolver()
              : ClassHierarchyResolver.ofClassLoading(loader);
      var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
      return classFile.transformClass(
          classFile.parse(bytes),
          ClassTransform.transformingMethodBodies(
              m -> !m.methodName().stringValue().startsWith("<"),
              CodeTransform.ofStateful(() -> new Check(threadId))));
    }
  }

  /// `if (Thread.currentThread().threadId() == id && Thread.currentThread().isInterrupted()) throw
  /// new Error(…)`, at the start of a method and before each jump backwards. The second condition
  /// ends with the user's code, so that the kernel itself passes.
  private static final class Check implements CodeTransform {

    private final long threadId;
    private final Set<Label> seen = new HashSet<>();

    Check(long threadId) {
      this.threadId = threadId;
    }

    @Override
    public void atStart(CodeBuilder code) {
      check(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof LabelTarget target) {
        seen.add(target.label());
      }
      if (element instanceof BranchInstruction branch && seen.contains(branch.target())) {
        check(code);
      }
      code.with(element);
    }

    private void check(CodeBuilder code) {
      var other = code.newLabel();
      code.invokestatic(THREAD, "currentThread", CURRENT)
          .invokevirtual(THREAD, "threadId", ID)
          .loadConstant(threadId)
          .lcmp()
          .ifne(other)
          .invokestatic(THREAD, "currentThread", CURRENT)
          .invokevirtual(THREAD, "isInterrupted", IS)
          .ifeq(other)
          .new_(ERROR)
          .dup()
          .loadConstant("the cell was interrupted")
          .invokespecial(ERROR, ConstantDescs.INIT_NAME, WITH_TEXT)
          .athrow()
          .labelBinding(other);
    }
  }
}

package lectern.kernel.jshell;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;
import java.util.stream.Collectors;

/// The calls by which code hands a task to another thread, and what becomes of them.
///
/// `pool.submit(task)` becomes a call that [Tasks#handOver] links: the same call, its task carried.
/// Linking happens once for each place in the code; afterwards it costs what the wrapper costs.
final class Handover {

  private static final ClassDesc TASKS = ClassDesc.of(Tasks.class.getName());
  private static final ClassDesc RUNNABLE = ClassDesc.of("java.lang.Runnable");
  private static final MethodTypeDesc CARRY = MethodTypeDesc.of(RUNNABLE, RUNNABLE);

  private static final DirectMethodHandleDesc LINK =
      ConstantDescs.ofCallsiteBootstrap(
          TASKS, "handOver", ConstantDescs.CD_CallSite, ConstantDescs.CD_MethodHandle);

  private static final Set<String> TYPES =
      Tasks.TYPES.stream().map(Class::descriptorString).collect(Collectors.toSet());

  /// Whose methods take tasks.
  private static final Set<String> OWNERS =
      Set.of(
          "java/lang/Thread",
          "java/lang/Thread$Builder",
          "java/lang/Thread$Builder$OfPlatform",
          "java/lang/Thread$Builder$OfVirtual",
          "java/util/concurrent/AbstractExecutorService",
          "java/util/concurrent/CompletableFuture",
          "java/util/concurrent/CompletionService",
          "java/util/concurrent/CompletionStage",
          "java/util/concurrent/Executor",
          "java/util/concurrent/ExecutorCompletionService",
          "java/util/concurrent/ExecutorService",
          "java/util/concurrent/ForkJoinPool",
          "java/util/concurrent/ScheduledExecutorService",
          "java/util/concurrent/ScheduledThreadPoolExecutor",
          "java/util/concurrent/StructuredTaskScope",
          "java/util/concurrent/ThreadFactory",
          "java/util/concurrent/ThreadPoolExecutor");

  /// What executors of libraries, and the user's own, call their methods.
  private static final Set<String> NAMES =
      Set.of("execute", "submit", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay");

  /// Constructors that take the task last, or before a name.
  private static final Set<String> NEW_THREAD =
      Set.of(
          "(Ljava/lang/Runnable;)V",
          "(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;)V",
          "(Ljava/lang/Runnable;Ljava/lang/String;)V",
          "(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;Ljava/lang/String;)V");

  private Handover() {}

  /// Whether a call hands a task over.
  static boolean is(InvokeInstruction call) {
    var owner = call.owner().asInternalName();
    if (call.opcode() == Opcode.INVOKESPECIAL) {
      return owner.equals("java/lang/Thread")
          && call.name().equalsString("<init>")
          && NEW_THREAD.contains(call.type().stringValue());
    }
    return (OWNERS.contains(owner)
            || (call.opcode() != Opcode.INVOKESTATIC && NAMES.contains(call.name().stringValue())))
        && call.typeSymbol().parameterList().stream()
            .anyMatch(type -> TYPES.contains(type.descriptorString()));
  }

  /// Writes the call with its tasks carried.
  static void write(CodeBuilder code, InvokeInstruction call) {
    if (call.opcode() == Opcode.INVOKESPECIAL) {
      var named = call.typeSymbol().parameterList().getLast().equals(ConstantDescs.CD_String);
      if (named) {
        code.swap();
      }
      code.invokestatic(TASKS, "carry", CARRY);
      if (named) {
        code.swap();
      }
      code.with(call);
      return;
    }
    var owner = call.owner().asSymbol();
    var isStatic = call.opcode() == Opcode.INVOKESTATIC;
    var kind =
        DirectMethodHandleDesc.Kind.valueOf(
            (call.isInterface() ? "INTERFACE_" : "") + (isStatic ? "STATIC" : "VIRTUAL"));
    var name = call.name().stringValue();
    var type = call.typeSymbol();
    code.invokedynamic(
        DynamicCallSiteDesc.of(
            LINK,
            name,
            isStatic ? type : type.insertParameterTypes(0, owner),
            MethodHandleDesc.ofMethod(kind, owner, name, type)));
  }
}

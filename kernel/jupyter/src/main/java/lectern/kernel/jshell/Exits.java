package lectern.kernel.jshell;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/// The calls that end the virtual machine, and what becomes of them: [Watch#exit] in their place.
final class Exits {

  private static final ClassDesc WATCH = ClassDesc.of(Watch.class.getName());
  private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
  private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
  private static final MethodTypeDesc EXIT = MethodTypeDesc.ofDescriptor("(I)V");
  private static final MethodTypeDesc RUNTIME_EXIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

  private Exits() {}

  /// Whether a method has such a call, or hands one on as `System::exit`.
  static boolean areIn(MethodModel method) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .anyMatch(
            element ->
                (element instanceof InvokeInstruction call && is(call))
                    || (element instanceof InvokeDynamicInstruction site && without(site) != null));
  }

  /// Whether a call ends the process.
  static boolean is(InvokeInstruction call) {
    var owner = call.owner().asSymbol();
    var name = call.name().stringValue();
    return call.typeSymbol().equals(EXIT)
        && ((owner.equals(SYSTEM) && name.equals("exit"))
            || (owner.equals(RUNTIME) && (name.equals("exit") || name.equals("halt"))));
  }

  /// Writes the call that throws instead.
  static void write(CodeBuilder builder, InvokeInstruction call) {
    var type = call.opcode() == Opcode.INVOKESTATIC ? EXIT : RUNTIME_EXIT;
    builder.invokestatic(WATCH, "exit", type);
  }

  /// The call site with `System::exit` replaced, or null when it has none.
  static DynamicCallSiteDesc without(InvokeDynamicInstruction call) {
    var arguments = call.bootstrapArgs().toArray(ConstantDesc[]::new);
    var changed = false;
    for (var i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof DirectMethodHandleDesc handle
          && (handle.owner().equals(SYSTEM) || handle.owner().equals(RUNTIME))
          && (handle.methodName().equals("exit") || handle.methodName().equals("halt"))) {
        var type = handle.owner().equals(SYSTEM) ? EXIT : RUNTIME_EXIT;
        arguments[i] =
            MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, WATCH, "exit", type);
        changed = true;
      }
    }
    return changed
        ? DynamicCallSiteDesc.of(
            call.bootstrapMethod(), call.name().stringValue(), call.typeSymbol(), arguments)
        : null;
  }
}

package lectern.kernel.jshell;

import java.lang.instrument.Instrumentation;

/// Receives the virtual machine's instrumentation; public only so that the virtual machine can call
/// it.
public final class Agent {

  private static volatile Instrumentation instrumentation;

  private Agent() {}

  /// Called by the virtual machine when [HotSwap] loads the agent.
  public static void agentmain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  /// What was given, or null.
  static Instrumentation instrumentation() {
    return instrumentation;
  }
}

package lectern.kernel.wire;

/// The sockets on which clients ask and are asked.
public enum Channel {
  /// Requests that run or examine code.
  SHELL,
  /// Requests that must not wait behind a running cell: interrupt and shutdown.
  CONTROL,
  /// Questions from the kernel to the person.
  STDIN
}

package lectern.kernel.wire;

import lectern.kernel.protocol.Message;

/// Takes the messages that arrive. Called on the wire's thread: it hands over and returns.
@FunctionalInterface
public interface Receiver {

  void receive(Channel channel, Message message);
}

package lectern.kernel.wire;

import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZMQ.Socket;

/// Multipart messages as lists.
final class Frames {

  private Frames() {}

  static List<byte[]> receive(Socket socket) {
    var frames = new ArrayList<byte[]>();
    do {
      frames.add(socket.recv());
    } while (socket.hasReceiveMore());
    return frames;
  }

  static void send(Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size() - 1; i++) {
      socket.sendMore(frames.get(i));
    }
    socket.send(frames.getLast());
  }
}

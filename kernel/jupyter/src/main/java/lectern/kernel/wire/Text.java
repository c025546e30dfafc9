package lectern.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import lectern.kernel.protocol.Header;

/// Bytes printed to one stream by one cell, not yet sent.
final class Text {

  final Header parent;
  final String name;
  final long since = System.nanoTime();
  private byte[] bytes;
  private int length;

  Text(Header parent, String name, int capacity) {
    this.parent = parent;
    this.name = name;
    this.bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  void append(byte[] more, int offset, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
    System.arraycopy(more, offset, bytes, length, count);
    length += count;
  }

  /// Moves a character of which only the first bytes are here into `next`.
  void moveUnfinishedTo(Text next) {
    int complete = completeLength();
    next.append(bytes, complete, length - complete);
    length = complete;
  }

  /// Whether the last character lacks bytes, and it is not all there is.
  boolean isUnfinished() {
    int complete = completeLength();
    return 0 < complete && complete < length;
  }

  /// The length without a UTF-8 sequence that lacks its last bytes.
  private int completeLength() {
    for (int back = 1; back <= Math.min(3, length); back++) {
      int b = bytes[length - back] & 0xff;
      if (b < 0x80) {
        return length;
      }
      if (b >= 0xc0) {
        int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return needed > back ? length - back : length;
      }
    }
    return length;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, UTF_8);
  }
}

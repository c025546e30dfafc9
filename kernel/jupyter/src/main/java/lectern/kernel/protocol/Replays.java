package lectern.kernel.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// Remembers the signatures of the last messages. Safe for use by several threads.
final class Replays {

  /// As many as ipykernel remembers.
  private static final int MOST = 1 << 16;

  /// The beginnings of signatures: 16 hexadecimal digits make 64 bits.
  private final SequencedSet<Long> seen = new LinkedHashSet<>();

  /// Whether a valid signature was here before; from now on it was.
  synchronized boolean isKnown(byte[] signature) {
    var beginning = new String(signature, 0, 16, US_ASCII);
    if (!seen.add(Long.parseUnsignedLong(beginning, 16))) {
      return true;
    }
    if (seen.size() > MOST) {
      seen.removeFirst();
    }
    return false;
  }
}

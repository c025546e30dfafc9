package lectern.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/// Known answers of the paper's authors for Philox 4x32 with ten rounds.
final class PhiloxTest {

  @Test
  void zeroCounterAndZeroKey() {
    check(0, 0, 0, 0xe169c58d_6627e8d5L, 0x9b00dbd8_bc57ac4cL);
  }

  @Test
  void allBitsSet() {
    check(-1, -1, -1, 0x41c83b0e_408f276dL, 0x6d5451fd_a20bc7c6L);
  }

  @Test
  void digitsOfPi() {
    check(
        0x299f31d0_a4093822L,
        0x85a308d3_243f6a88L,
        0x03707344_13198a2eL,
        0x94fdcceb_d16cfe09L,
        0x24126ea1_5001e420L);
  }

  private static void check(long key, long low, long high, long... expected) {
    var out = new long[2];
    Philox.block(key, low, high, out);
    assertArrayEquals(expected, out);
  }
}

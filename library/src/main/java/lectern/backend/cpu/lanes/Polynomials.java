package lectern.backend.cpu.lanes;

/// Coefficients of the polynomials: minimax fits by Remez' exchange, each to about 1e-8 or better
/// of the function's value, with the functions they belong to.
final class Polynomials {

  /// ln 2 in two parts: the first one's product with a small integer loses nothing that the second
  /// one does not bring back.
  static final float LN2 = 0x1.62e43p-1f;

  static final float LN2_REST = (float) (Math.log(2) - LN2);
  static final float LOG2E = (float) (1 / Math.log(2));

  /// Adding 3·2²² leaves a float's nearest integer in its lowest bits.
  static final float MAGIC = 0x1.8p23f;

  static final int MAGIC_BITS = Float.floatToRawIntBits(MAGIC);

  /// The bits of 1: with k added to the exponent they are those of 2ᵏ. The product with 2ᵏ, unlike
  /// a sum of exponents, leaves NaN what it is.
  static final int ONE_BITS = Float.floatToRawIntBits(1);

  /// e^r = 1 + r + r²·(E2 + E3·r + … + E6·r⁴) for |r| ≤ ln 2 / 2.
  static final float E2 = 0.49999994f;

  static final float E3 = 0.16666521f;
  static final float E4 = 0.04166839f;
  static final float E5 = 0.008368717f;
  static final float E6 = 0.0013814599f;

  /// ln(1 + f) = f − f²/2 + f³·(L0 + L1·f + …) for √½ ≤ 1 + f ≤ √2.
  static final float L0 = 0.33333313f;

  static final float L1 = -0.2500001f;
  static final float L2 = 0.20002119f;
  static final float L3 = -0.16667996f;
  static final float L4 = 0.14219552f;
  static final float L5 = -0.124055885f;
  static final float L6 = 0.11888159f;
  static final float L7 = -0.11675654f;
  static final float L8 = 0.06746651f;

  /// tanh x = x + x³·(T0 + T1·x² + …) for |x| ≤ 0.64.
  static final float T0 = -0.3333333f;

  static final float T1 = 0.13333176f;
  static final float T2 = -0.053942855f;
  static final float T3 = 0.021678988f;
  static final float T4 = -0.0081231f;
  static final float T5 = 0.002092841f;

  /// erf x = x·(R0 + R1·x² + …) for |x| ≤ 1.
  static final float R0 = 1.1283791f;

  static final float R1 = -0.37612626f;
  static final float R2 = 0.112835854f;
  static final float R3 = -0.026853813f;
  static final float R4 = 0.0051883277f;
  static final float R5 = -0.00080101937f;
  static final float R6 = 7.8538615e-05f;

  /// erfc x = e^(−x²)·t·(C0 + C1·t + …), t = 1/(1 + 0.35·x), for x ≥ 0.
  static final float C0 = 0.1974776f;

  static final float C1 = 0.19725253f;
  static final float C2 = 0.1869974f;
  static final float C3 = 0.15522933f;
  static final float C4 = 0.1348059f;
  static final float C5 = 0.10719805f;
  static final float C6 = -0.05116848f;
  static final float C7 = 0.19852516f;
  static final float C8 = -0.16598527f;
  static final float C9 = 0.039667785f;

  private Polynomials() {}
}

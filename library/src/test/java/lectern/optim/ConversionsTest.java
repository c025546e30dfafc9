package lectern.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class ConversionsTest {

  private static Conversions.Quasi convert(String name, JsonObject a) {
    return switch (name) {
      case "from_pid" -> Conversions.fromPID(at(a, "k_p"), at(a, "k_i"), at(a, "k_d"));
      case "from_synthesized_nesterov" ->
          Conversions.fromSynthesizedNesterov(at(a, "alpha"), at(a, "beta1"), at(a, "beta2"));
      case "from_robust_momentum" ->
          a.get("rho").isJsonNull()
              ? Conversions.fromTripleMomentum(at(a, "l"), at(a, "kappa"))
              : Conversions.fromRobustMomentum(at(a, "l"), at(a, "kappa"), at(a, "rho"));
      case "from_accsgd" ->
          Conversions.fromAccSGD(at(a, "delta"), at(a, "kappa"), at(a, "xi"), at(a, "eps"));
      case "from_two_state_optimizer" ->
          Conversions.fromTwoStateOptimizer(
              at(a, "h"), at(a, "k"), at(a, "l"), at(a, "m"), at(a, "q"), at(a, "z"));
      default -> throw new AssertionError("a golden conversion without a row here: " + name);
    };
  }

  private static double at(JsonObject object, String name) {
    return object.get(name).getAsDouble();
  }

  @Test
  void everyGoldenConversionAgreesToTheLastDigits() {
    var cases = Golden.list("conversions");
    assertEquals(7, cases.size());
    for (var c : cases) {
      var quasi = convert(c.get("fn").getAsString(), c.getAsJsonObject("args"));
      var expected = c.getAsJsonObject("result");
      assertEquals(at(expected, "alpha"), quasi.alpha(), 1e-14, c.toString());
      assertEquals(at(expected, "nu"), quasi.nu(), 1e-14, c.toString());
      assertEquals(at(expected, "beta"), quasi.beta(), 1e-14, c.toString());
    }
  }

  @Test
  void nesterovIsQhmWithNuEqualToBeta() {
    var nesterov = Conversions.fromSynthesizedNesterov(0.1, 0.9, 0.9);
    assertEquals(nesterov.beta(), nesterov.nu(), 1e-15);
  }

  @Test
  void nadamDiscountsTheFirstMomentByItsOwnDecay() {
    var nadam = Conversions.fromNAdam(0.002, 0.9, 0.999);
    assertEquals(new Conversions.QuasiAdam(0.002, 0.9, 1, 0.9, 0.999), nadam);
  }

  @Test
  void argumentsWithoutAQhmAreRefusedWithTheRule() {
    var e = assertThrows(IllegalArgumentException.class, () -> Conversions.fromPID(-0.1, 0, 3));
    assertEquals(
        "Conversions.fromPID: kI·kD must not be 0, got 0.0; there is no QHM for these arguments",
        e.getMessage());
    var complex =
        assertThrows(
            IllegalArgumentException.class,
            () -> Conversions.fromTwoStateOptimizer(1, 1, 1, -1, 1, 1));
    assertTrue(complex.getMessage().contains("must be above 0"), complex.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Conversions.fromRobustMomentum(1, 1, 0.5));
  }
}

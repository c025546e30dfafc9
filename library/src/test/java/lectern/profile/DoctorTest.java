package lectern.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorTest {

  @Test
  void everyPartOfTheMachineIsLookedAt() {
    var findings = Doctor.examine();
    assertEquals(
        List.of("Java", "OpenBLAS", "Vector API", "ND4J", "MNIST", "Heap"),
        findings.stream().map(Doctor.Finding::name).toList());
    for (var finding : findings) {
      boolean depends = List.of("MNIST", "Heap").contains(finding.name());
      assertTrue(finding.ok() || depends, finding.toString());
    }
  }

  @Test
  void aFindingIsOneLine() {
    assertEquals(
        "Heap         ok, 2,048 MB at most",
        new Doctor.Finding(true, "Heap", "2,048 MB at most").toString());
    assertEquals("MNIST        gone", new Doctor.Finding(false, "MNIST", "gone").toString());
  }
}

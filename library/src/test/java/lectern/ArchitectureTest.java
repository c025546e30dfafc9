package lectern;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The floors of the library: each package knows only those below it.
class ArchitectureTest {

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "lectern.random",
              "lectern.backend",
              "lectern.tensor",
              "lectern.nn",
              "lectern.optim",
              "lectern.data",
              "lectern.train",
              "lectern.models",
              "lectern.plot",
              "lectern.profile",
              "lectern.reading");

  private static void isBelow(String floor, String... higher) {
    noClasses()
        .that()
        .resideInAPackage("lectern." + floor + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(higher)
        .because("'" + floor + "' is a floor below them")
        .check(LIBRARY);
  }

  @Test
  void backendsKnowNothingOfTensors() {
    isBelow(
        "backend",
        "lectern.tensor..",
        "lectern.nn..",
        "lectern.optim..",
        "lectern.data..",
        "lectern.train..",
        "lectern.models..");
  }

  @Test
  void randomNumbersKnowNothingElseOfTheLibrary() {
    isBelow("random", "lectern.backend..", "lectern.tensor..", "lectern.nn..", "lectern.data..");
  }

  @Test
  void tensorsKnowNothingOfLayersAndOptimizers() {
    isBelow(
        "tensor",
        "lectern.nn..",
        "lectern.optim..",
        "lectern.data..",
        "lectern.train..",
        "lectern.models..",
        "lectern.plot..");
  }

  @Test
  void optimizersNeverSeeLayers() {
    isBelow("optim", "lectern.nn..", "lectern.data..", "lectern.train..", "lectern.models..");
  }

  @Test
  void layersNeverSeeOptimizersOrModels() {
    isBelow("nn", "lectern.optim..", "lectern.data..", "lectern.train..", "lectern.models..");
  }

  @Test
  void nothingImportsModels() {
    for (var floor : new String[] {"data", "train", "plot", "optim"}) {
      isBelow(floor, "lectern.models..");
    }
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("lectern.(*)..").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void theVectorApiLivesInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("lectern.backend.cpu.lanes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .because("where the module is absent only that package must not load")
        .check(LIBRARY);
  }

  @Test
  void onlyClassesNamedAfterItNeedNd4j() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.Nd4j[^.]*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .because("ND4J is optional on the class path")
        .check(LIBRARY);
  }
}

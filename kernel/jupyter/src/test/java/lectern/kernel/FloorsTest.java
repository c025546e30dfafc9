package lectern.kernel;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Who may know whom.
class FloorsTest {

  private static final JavaClasses KERNEL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("lectern.kernel");

  @Test
  void eachFloorKnowsOnlyThoseBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("engine")
        .definedBy("lectern.kernel.engine")
        .layer("protocol")
        .definedBy("lectern.kernel.protocol")
        .layer("jshell")
        .definedBy("lectern.kernel.jshell")
        .layer("magic")
        .definedBy("lectern.kernel.magic..")
        .layer("wire")
        .definedBy("lectern.kernel.wire")
        .layer("launch")
        .definedBy("lectern.kernel.launch")
        .layer("runner")
        .definedBy("lectern.kernel.runner")
        .layer("system")
        .definedBy("lectern.kernel.system")
        .layer("kernel")
        .definedBy("lectern.kernel")
        .whereLayer("kernel")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("runner")
        .mayOnlyBeAccessedByLayers("kernel")
        .whereLayer("launch")
        .mayOnlyBeAccessedByLayers("runner", "kernel")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("runner", "kernel")
        .whereLayer("magic")
        .mayOnlyBeAccessedByLayers("kernel")
        .whereLayer("jshell")
        .mayOnlyBeAccessedByLayers("magic", "kernel")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("wire", "launch", "runner", "kernel")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("jshell", "magic", "kernel")
        .whereLayer("system")
        .mayOnlyBeAccessedByLayers("jshell", "kernel")
        .check(KERNEL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("lectern.kernel.(*)..").should().beFreeOfCycles().check(KERNEL);
  }
}

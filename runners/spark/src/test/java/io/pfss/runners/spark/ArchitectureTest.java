package io.pfss.runners.spark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import org.junit.jupiter.api.Test;

/** Of all modules that a job on Spark, its demo and its command line are made of. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.pfss");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.pfss.(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void driverAndCommandLineKnowNoRunner() {
    noClasses()
        .that()
        .resideInAnyPackage("io.pfss.driver..", "io.pfss.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.pfss.runners..", "org.apache.beam.runners..", "org.apache.spark..", "scala..")
        .check(ALL);
  }

  @Test
  void theStreamKnowsNoDemoAndNoTraining() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.pfss.cli..",
            "io.pfss.demo..",
            "io.pfss.models.evaluation..",
            "io.pfss.models.training..",
            "io.pfss.simulator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.pfss.demo..",
            "io.pfss.models.evaluation..",
            "io.pfss.models.training..",
            "io.pfss.simulator..",
            "smile..")
        .check(ALL);
  }

  @Test
  void ofCommandsOnlyTrainAndEvaluateKnowTraining() {
    noClasses()
        .that()
        .resideInAnyPackage("io.pfss.cli..", "io.pfss.demo..", "io.pfss.simulator..")
        .and()
        .haveNameNotMatching("io\\.pfss\\.cli\\.(Train|Evaluate|ProgressBar).*")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.pfss.models.evaluation..", "io.pfss.models.training..", "smile..")
        .check(ALL);
  }

  @Test
  void nothingDeserializesJavaObjects() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class).check(ALL);
  }

  /** A clock may be set: for the time that has passed since, {@link System#nanoTime} is asked. */
  @Test
  void whatAsksTheTimeOfDayKeepsNone() {
    noClasses()
        .that(describe("ask the time of day", ArchitectureTest::asksTimeOfDay))
        .should()
        .setFieldWhere(
            describe("it is a time in ms that changes", ArchitectureTest::isChangingTime))
        .check(ALL);
  }

  private static boolean asksTimeOfDay(JavaClass type) {
    return type.getMethodCallsFromSelf().stream()
        .anyMatch(
            call ->
                call.getTargetOwner().isEquivalentTo(System.class)
                    && call.getName().equals("currentTimeMillis"));
  }

  private static boolean isChangingTime(JavaFieldAccess access) {
    return access.getTarget().getName().endsWith("Millis")
        && access
            .getTarget()
            .resolveMember()
            .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
            .isPresent();
  }
}

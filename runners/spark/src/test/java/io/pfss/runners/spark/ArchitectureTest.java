// SPDX-License-Identifier: Apache-2.0
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

/** Rules for all modules of a job on Spark, its demo and its command line. */
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
  void driverAndCommandLineDependOnNoRunner() {
    noClasses()
        .that()
        .resideInAnyPackage("io.pfss.driver..", "io.pfss.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.pfss.runners..",
            "org.apache.beam.runners..",
            "org.apache.flink..",
            "org.apache.spark..",
            "scala..")
        .check(ALL);
  }

  @Test
  void streamDependsOnNoDemoOrTraining() {
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
  void onlyTrainAndEvaluateDependOnTraining() {
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

  /** The wall clock may jump, so elapsed time must come from {@link System#nanoTime}. */
  @Test
  void readersOfTheWallClockStoreNoTime() {
    noClasses()
        .that(describe("read the time of day", ArchitectureTest::readsTimeOfDay))
        .should()
        .setFieldWhere(
            describe("the field is a changing time in ms", ArchitectureTest::isChangingTime))
        .check(ALL);
  }

  private static boolean readsTimeOfDay(JavaClass type) {
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

package io.pfss.pipeline;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PIPELINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.pfss");

  @Test
  void nothingKnowsARunner() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam.runners..", "org.apache.spark..", "scala..")
        .check(PIPELINE);
  }

  @Test
  void onlyTheCompositionReadsOptions() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.pfss\\.pipeline\\.Pfss(Options|Pipeline)")
        // Sources are handed options by Beam's own signatures.
        .should()
        .callMethodWhere(target(owner(assignableTo(PipelineOptions.class))))
        .check(PIPELINE);
  }

  @Test
  void nothingDeserializesJavaObjects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(PIPELINE);
  }
}

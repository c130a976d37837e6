package io.pfss.pipeline;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final Pattern WITHOUT_LOCALE =
      Pattern.compile(
          "\\.formatted\\("
              + "|(String\\.format|\\.printf|new Formatter|DateFormat\\w*)\\((?!\\s*Locale\\.ROOT)"
              + "|\\.to(Lower|Upper)Case\\(\\)"
              + "|\\.ofPattern\\((?![^;]*Locale\\.ROOT)"
              + "|\\.ofLocalized\\w+\\("
              + "|(NumberFormat|DecimalFormat|MessageFormat)\\b(?!Exception)");

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

  /** Some locales have other digits, and other rules for upper case: machines read neither. */
  @Test
  void noTextDependsOnTheLocale() throws IOException {
    Path home = Path.of(System.getProperty("pfss.home"));
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().matches(".*/src/main/java/.*\\.java"))
              .filter(file -> !home.relativize(file).toString().contains("target/"))
              .toList();
      assertThat(sources).isNotEmpty();
      for (Path source : sources) {
        assertThat(WITHOUT_LOCALE.matcher(Files.readString(source)).results())
            .extracting(MatchResult::group)
            .as(source + " has to give Locale.ROOT")
            .isEmpty();
      }
    }
  }
}

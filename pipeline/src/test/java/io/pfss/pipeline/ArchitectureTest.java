// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

  private static final String ROOT = "io.pfss.pipeline.";

  /** The packages in order: each may use those of the lines above it. */
  private static final List<Set<String>> ORDER =
      List.of(
          Set.of("element", "support", "metrics"),
          Set.of("kafka", "catalog"),
          Set.of("parse", "source", "sink", "outlook"),
          Set.of("score", "influx", "warehouse", "alert"),
          Set.of("deadletter"),
          Set.of("audit", "batch", "drift", "io"));

  @Test
  void packagesUseOnlyThoseAboveThem() {
    slices().matching("io.pfss.pipeline.(**)").should().beFreeOfCycles().check(PIPELINE);
    for (JavaClass each : PIPELINE.that(resideInAPackage("io.pfss.pipeline.(*)"))) {
      int line = line(each);
      assertThat(line).as(each + " is in a package without a line").isGreaterThanOrEqualTo(0);
      assertThat(each.getDirectDependenciesFromSelf())
          .as(each + " uses a package below its own")
          .noneMatch(dependency -> line(dependency.getTargetClass()) > line);
      assertThat(each.getDirectDependenciesFromSelf())
          .as(each + " uses the root package")
          .noneMatch(
              dependency ->
                  dependency.getTargetClass().getPackageName().equals("io.pfss.pipeline"));
    }
  }

  /** Returns the line of a class's package; -1 if no line contains it. */
  private static int line(JavaClass each) {
    return IntStream.range(0, ORDER.size())
        .filter(line -> ORDER.get(line).contains(each.getPackageName().replace(ROOT, "")))
        .findFirst()
        .orElse(-1);
  }

  @Test
  void dependsOnNoRunner() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.beam.runners..",
            "org.apache.flink..",
            "org.apache.spark..",
            "org.apache.iceberg.spark..",
            "scala..")
        .check(PIPELINE);
  }

  @Test
  void onlyRootPackageReadsOptions() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.pfss\\.pipeline\\.P(fssOptions|fssPipeline|ipelineSettings)")
        // Beam passes options to sources, so only calls are forbidden.
        .should()
        .callMethodWhere(target(owner(assignableTo(PipelineOptions.class))))
        .check(PIPELINE);
  }

  @Test
  void deserializesNoJavaObjects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(PIPELINE);
  }

  /** Some locales have other digits and other rules for upper case, which programs cannot parse. */
  @Test
  void noTextDependsOnLocale() throws IOException {
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
            .as(source + " must pass Locale.ROOT")
            .isEmpty();
      }
    }
  }

  /** A renamed test would lose its seeds unseen. */
  @Test
  void eachFolderOfFuzzSeedsIsThatOfATest() throws IOException {
    Path home = Path.of(System.getProperty("pfss.home"));
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> folders =
          files
              .filter(file -> file.getNameCount() > 1)
              .filter(file -> file.getParent().toString().endsWith("FuzzTestInputs"))
              .filter(file -> file.toString().contains("src/test/resources"))
              .toList();
      assertThat(folders).isNotEmpty();
      for (Path folder : folders) {
        Path test =
            Path.of(
                folder
                    .getParent()
                    .toString()
                    .replace("src/test/resources", "src/test/java")
                    .replaceFirst("Inputs$", ".java"));
        assertThat(test).content().contains("void " + folder.getFileName() + "(");
      }
    }
  }
}

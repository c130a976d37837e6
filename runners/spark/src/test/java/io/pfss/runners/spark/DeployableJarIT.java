// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contents and licences of the published jars. */
class DeployableJarIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Path CLASS_PATH = HOME.resolve("runners/spark/target/classpath");
  private static final String BILL_OF_MATERIALS = "runners/spark/target/pfss-spark.cdx.json";
  private static final Pattern JAR = Pattern.compile("([^/:]+)\\.jar");

  /** Both are under Apache-2.0. */
  private static final Set<String> WITHOUT_LICENCE_IN_THEIR_POM =
      Set.of("oro", "xbean-asm9-shaded");

  private static final Pattern LGPL_JAR =
      Pattern.compile("(smile-[a-z]+|mariadb-java-client)-([0-9.]+)\\.jar");

  @Test
  void clusterJarContainsTheStreamOnly() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("pfss.jar"))) {
      assertThat(jar.stream().map(Object::toString))
          .contains(
              "io/pfss/driver/Launcher.class",
              "io/pfss/pipeline/PfssPipeline.class",
              "io/pfss/runners/spark/SparkMain.class")
          .noneMatch(
              entry ->
                  Stream.of(
                          "io/pfss/cli/",
                          "io/pfss/demo/",
                          "io/pfss/models/evaluation/",
                          "io/pfss/models/training/",
                          "io/pfss/trials/stack/",
                          "io/pfss/simulator/",
                          "picocli/",
                          "smile/")
                      .anyMatch(entry::startsWith));
    }
  }

  @ParameterizedTest
  @CsvSource({"pfss.jar, LGPL-2.1", "pfss.cli.jar, LGPL-3.0", "pfss.cli.jar, GPL-3.0"})
  void containsAllLicences(String property, String licence) throws IOException {
    try (JarFile jar = new JarFile(System.getProperty(property))) {
      assertThat(text(jar, "META-INF/LICENSE"))
          .isEqualTo(Files.readString(HOME.resolve("LICENSE")));
      assertThat(text(jar, "META-INF/NOTICE"))
          .contains("PFSS: Power Facility State-of-health Streaming")
          .contains("How to replace them");
      assertThat(text(jar, "META-INF/licenses/" + licence + ".txt"))
          .contains("GENERAL PUBLIC LICENSE");
    }
  }

  @Test
  void noticeNamesOtherLibraries() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("pfss.jar"))) {
      assertThat(text(jar, "META-INF/NOTICE")).contains("Apache Beam");
    }
  }

  @Test
  void noticeHasTheVersionsInTheJars() throws IOException {
    String notice = Files.readString(HOME.resolve("NOTICE"));
    List<MatchResult> parts = LGPL_JAR.matcher(Files.readString(CLASS_PATH)).results().toList();

    assertThat(parts).hasSizeGreaterThan(2);
    assertThat(parts)
        .allSatisfy(
            part -> assertThat(notice).contains(part.group(1)).contains(" " + part.group(2)));
  }

  /** The LGPL lets users replace these libraries, so their classes must not be renamed. */
  @ParameterizedTest
  @CsvSource({
    "pfss.jar, org/mariadb/jdbc/Driver.class",
    "pfss.cli.jar, smile/classification/RandomForest.class"
  })
  void lgplClassesAreNotRenamed(String property, String entry) throws IOException {
    try (JarFile jar = new JarFile(System.getProperty(property))) {
      assertThat(jar.getEntry(entry)).isNotNull();
    }
  }

  /** A scanner for vulnerabilities reads it. */
  @Test
  void theBillOfMaterialsNamesEachLibraryAndItsLicence() throws IOException {
    Path file = HOME.resolve(BILL_OF_MATERIALS);
    assertThat(file).as("written by mvn package, unless it is offline (-o)").exists();
    JsonNode bill = new ObjectMapper().readTree(file.toFile());
    Map<String, JsonNode> parts = new TreeMap<>();
    bill.get("components").forEach(part -> parts.put(part.get("purl").asText(), part));

    String classPath = Files.readString(CLASS_PATH);
    assertThat(JAR.matcher(classPath).results().map(jar -> jar.group(1)))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            jar ->
                assertThat(parts.values())
                    .anyMatch(
                        part -> jar.startsWith(part.get("name").asText() + "-" + version(part))));
    assertThat(parts.values())
        .filteredOn(part -> part.path("licenses").isEmpty())
        .extracting(part -> part.get("name").asText())
        .isSubsetOf(WITHOUT_LICENCE_IN_THEIR_POM);
  }

  private static String version(JsonNode part) {
    return part.get("version").asText();
  }

  private static String text(JarFile jar, String entry) throws IOException {
    assertThat(jar.getEntry(entry)).as(entry).isNotNull();
    return new String(
        jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }
}

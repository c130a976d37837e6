package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jar that is given to others says whose work is in it, and on what terms. */
class DeployableJarIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Path CLASS_PATH = HOME.resolve("runners/spark/target/classpath");
  private static final Pattern LGPL_JAR =
      Pattern.compile("(smile-[a-z]+|mariadb-java-client)-([0-9.]+)\\.jar");

  @Test
  void carriesItsLicenceAndNamesThePartsUnderOthers() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("pfss.jar"))) {
      assertThat(text(jar, "META-INF/LICENSE"))
          .isEqualTo(Files.readString(HOME.resolve("LICENSE")));
      assertThat(text(jar, "META-INF/NOTICE"))
          .contains("PFSS: Power Facility State-of-health Streaming")
          .contains("How to replace them")
          // Of the other libraries.
          .contains("Apache Beam");
      for (String licence : List.of("LGPL-2.1", "LGPL-3.0", "GPL-3.0")) {
        assertThat(text(jar, "META-INF/licenses/" + licence + ".txt"))
            .contains("GENERAL PUBLIC LICENSE");
      }
    }
  }

  @Test
  void theNoticeHasTheVersionsThatAreInTheJar() throws IOException {
    String notice = Files.readString(HOME.resolve("NOTICE"));
    List<MatchResult> parts = LGPL_JAR.matcher(Files.readString(CLASS_PATH)).results().toList();

    assertThat(parts).hasSizeGreaterThan(2);
    assertThat(parts)
        .allSatisfy(
            part -> assertThat(notice).contains(part.group(1)).contains(" " + part.group(2)));
  }

  /** Under other names nobody could put a version of their own in their place. */
  @Test
  void theClassesOfThosePartsKeepTheirNames() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("pfss.jar"))) {
      assertThat(jar.getEntry("smile/classification/RandomForest.class")).isNotNull();
      assertThat(jar.getEntry("org/mariadb/jdbc/Driver.class")).isNotNull();
    }
  }

  private static String text(JarFile jar, String entry) throws IOException {
    assertThat(jar.getEntry(entry)).as(entry).isNotNull();
    return new String(
        jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }
}

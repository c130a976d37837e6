// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PfssTest {
  @Test
  void acceptsTheMainJobsSpellingOfOptions() {
    assertThat(errorOf("--catalog-url=jdbc:Else:x"))
        .contains("jdbc:Else:x must begin with")
        .isEqualTo(errorOf("--catalogUrl=jdbc:Else:x"));
    assertThat(errorOf("--catalogURI=x")).contains("Unknown option");
  }

  @Test
  void saysItsVersion() {
    StringWriter out = new StringWriter();
    assertThat(
            Pfss.run(
                new String[] {"--version"},
                new PrintWriter(out),
                new PrintWriter(new StringWriter())))
        .isZero();
    assertThat(out.toString()).matches("pfss \\d+\\.\\d+\\.\\d+\\S*, Java 17\\S*\\s*");
  }

  @Test
  void refusesAnUnknownCodeOfDeadLetters() {
    assertThat(error("dlq", "replay", "--code=WRONG"))
        .contains("'WRONG'")
        .contains("MALFORMED, SCHEMA, OUT_OF_RANGE, MODEL, SINK");
  }

  @Test
  void retiresAndReinstatesFacilities(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("catalog.db");
    WarehouseCatalog.prepare(
        CatalogSettings.inFile(file.toString()), folder.resolve("warehouse").toString());
    Path csv = Files.writeString(folder.resolve("f.csv"), "plant_id,name\nTR-7,변압기 7\n");
    String catalog = "--catalog-url=jdbc:sqlite:" + file;
    assertThat(output("catalog", "facilities", catalog, "--import=" + csv)).contains("TR-7", "yes");
    assertThat(output("catalog", "facilities", catalog, "--retire=TR-7,12"))
        .containsPattern("TR-7.*retired")
        .containsPattern("12 +- +12 .*retired");
    assertThat(output("catalog", "facilities", catalog, "--reinstate=TR-7", "--csv"))
        .contains("1000000000,TR-7,\"변압기 7\",,,,,,,true")
        .contains("12,,12,,,,,,,false");
    assertThat(error("catalog", "facilities", catalog, "--retire=TR-8"))
        .contains("has no facility TR-8");
  }

  private static String output(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Pfss.run(arguments, new PrintWriter(out), new PrintWriter(err)))
        .as(err.toString())
        .isZero();
    return out.toString();
  }

  @Test
  void saysWhatABackfillWouldLoad(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a_7.csv"), "timestamp,온도\n1651330800,1\n1651334400,hot\n");
    Files.writeString(folder.resolve("b_8.json"), "[{\"온도\":1,\"timestamp\":1651330800},");
    Path rejected = folder.resolve("rejected");
    StringWriter out = new StringWriter();
    int status =
        Pfss.run(
            new String[] {"backfill", "--dry-run", "--rejected=" + rejected, folder.toString()},
            new PrintWriter(out),
            new PrintWriter(new StringWriter()));

    assertThat(status).isEqualTo(1);
    assertThat(out.toString())
        .contains("line 3: 온도 is not a number: hot", "invalid JSON at line 1")
        .contains("2 files: 2 readings would be loaded, 1 entries rejected, 1 files not read")
        .contains("PFSS_BACKFILL {\"dryRun\":true,");
    assertThat(rejected).doesNotExist();
  }

  private static String errorOf(String option) {
    return error("catalog", "windows", option);
  }

  private static String error(String... arguments) {
    StringWriter err = new StringWriter();
    int status = Pfss.run(arguments, new PrintWriter(new StringWriter()), new PrintWriter(err));
    assertThat(status).isEqualTo(2);
    return err.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.deadletter.DeadLetterRecord;
import io.pfss.pipeline.influx.InfluxLines;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;

/** Options that name the InfluxDB that a command writes to. */
final class InfluxOptions {
  @Option(
      names = "--influx-url",
      defaultValue = "${env:PFSS_INFLUX_URL:-}",
      description =
          "InfluxDB's address, http://host:8086 or https://host/influx; or PFSS_INFLUX_URL.")
  private String url;

  @Option(
      names = "--influx-ca-file",
      defaultValue = "${env:PFSS_INFLUX_CA_FILE:-}",
      description =
          "PEM file with the certificate authorities to trust for https; or PFSS_INFLUX_CA_FILE."
              + " Default: those of Java.")
  private String caFile;

  @Option(
      names = "--influx-database",
      defaultValue = "heat_pf",
      description = "Database (InfluxDB 1.x). Default: ${DEFAULT-VALUE}.")
  private String database;

  @Option(
      names = "--influx-retention-policy",
      defaultValue = "pfss_24h",
      description = "Retention policy (InfluxDB 1.x). Default: ${DEFAULT-VALUE}.")
  private String retentionPolicy;

  @Option(
      names = "--influx-user",
      defaultValue = "${env:PFSS_INFLUX_USER:-}",
      description =
          "User (InfluxDB 1.x); or PFSS_INFLUX_USER. The password is in PFSS_INFLUX_PASSWORD.")
  private String user;

  @Option(
      names = "--influx-organization",
      defaultValue = "",
      description = "Organization (InfluxDB 2.x). The token is in PFSS_INFLUX_TOKEN.")
  private String organization;

  @Option(names = "--influx-bucket", defaultValue = "", description = "Bucket (InfluxDB 2.x).")
  private String bucket;

  /**
   * Writes points that InfluxDB refused before. Without points, no InfluxDB is needed.
   *
   * @param refused receives the points that InfluxDB refuses again, with the reason
   * @throws IllegalArgumentException as {@link #lines}
   * @throws IOException as {@link #lines}
   */
  void write(List<DeadLetterRecord> deadLetters, BiConsumer<DeadLetterRecord, String> refused)
      throws IOException {
    if (!deadLetters.isEmpty()) {
      lines().write(deadLetters, deadLetter -> new String(deadLetter.value(), UTF_8), refused);
    }
  }

  /**
   * Returns a writer to the InfluxDB that the options name, with the checks of the main job.
   *
   * @throws IllegalArgumentException if no InfluxDB is named or an option is missing
   * @throws IOException if the host is unknown
   */
  InfluxLines lines() throws IOException {
    PfssOptions options = PipelineOptionsFactory.as(PfssOptions.class);
    options.setInfluxUrl(url);
    options.setInfluxCaFile(caFile);
    options.setInfluxDatabase(database);
    options.setInfluxRetentionPolicy(retentionPolicy);
    options.setInfluxUser(user);
    options.setInfluxOrganization(organization);
    options.setInfluxBucket(bucket);
    return PipelineSettings.influxLines(options)
        .orElseThrow(() -> new IllegalArgumentException(text("influx.none")));
  }
}

package io.pfss.cli;

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

/** Which InfluxDB a command writes to. */
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
          "PEM file of the authorities to trust at https://…; or PFSS_INFLUX_CA_FILE. Default: those"
              + " that Java trusts.")
  private String caFile;

  @Option(
      names = "--influx-database",
      defaultValue = "heat_pf",
      description = "Of a 1.x. Default: ${DEFAULT-VALUE}.")
  private String database;

  @Option(
      names = "--influx-retention-policy",
      defaultValue = "pfss_24h",
      description = "Of a 1.x. Default: ${DEFAULT-VALUE}.")
  private String retentionPolicy;

  @Option(
      names = "--influx-user",
      defaultValue = "${env:PFSS_INFLUX_USER:-}",
      description = "Of a 1.x; or PFSS_INFLUX_USER. The password is in PFSS_INFLUX_PASSWORD.")
  private String user;

  @Option(
      names = "--influx-organization",
      defaultValue = "",
      description = "Of a 2.x; the token is in PFSS_INFLUX_TOKEN.")
  private String organization;

  @Option(names = "--influx-bucket", defaultValue = "", description = "Of a 2.x.")
  private String bucket;

  /**
   * Writes points that InfluxDB has refused before; asks for no InfluxDB where there is none.
   *
   * @param refused takes those that it refuses again, and why
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
   * Writes lines to the InfluxDB that the options name, with the checks of the main job.
   *
   * @throws IllegalArgumentException if there is none, or an option is missing
   * @throws IOException if the host's name is not known
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
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Some dead letters are points that InfluxDB refused: set --influx-url, or"
                        + " exclude them with --code"));
  }
}

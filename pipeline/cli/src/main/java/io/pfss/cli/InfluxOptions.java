package io.pfss.cli;

import io.pfss.pipeline.influx.InfluxAddress;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.support.Secret;
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
   * The address.
   *
   * @throws IllegalArgumentException if there is none
   */
  InfluxAddress address() {
    if (url.isEmpty()) {
      throw new IllegalArgumentException(
          "Some dead letters are points that InfluxDB refused: set --influx-url, or exclude them"
              + " with --code");
    }

    return InfluxAddress.at(url).withCaFile(caFile);
  }

  /**
   * A bucket of a 2.x where one is named, else the database of a 1.x.
   *
   * @throws IllegalArgumentException if a bucket has no organization, or the other way round
   */
  InfluxDestination destination() {
    if (organization.isEmpty() && bucket.isEmpty()) {
      return new InfluxDestination.Database(
          database, retentionPolicy, user, Secret.inEnvironment("PFSS_INFLUX_PASSWORD"));
    }

    return new InfluxDestination.Bucket(
        given("--influx-organization", organization),
        given("--influx-bucket", bucket),
        Secret.inEnvironment("PFSS_INFLUX_TOKEN"));
  }

  private static String given(String option, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          option + " is missing: a 2.x needs both an organization and a bucket");
    }

    return value;
  }
}

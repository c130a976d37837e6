package io.pfss.driver.influx;

import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.influx.InfluxAddress;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.TrustStore;
import io.pfss.pipeline.support.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and as whom to query InfluxDB: 1.x by user and password or as nobody, 2.x (its 1.x query
 * API) by token. {@link #toString} shows no secret.
 *
 * @param url such as {@code http://localhost:8086}
 * @param database such as {@code heat_pf}
 * @param retentionPolicy if it is not the database's default
 * @param authorization the value of the HTTP header Authorization
 * @param timeout of each request
 * @param tls what makes TLS connections, if not Java's default
 */
public record InfluxAccess(
    URI url,
    String database,
    Optional<String> retentionPolicy,
    Optional<String> authorization,
    Duration timeout,
    Optional<SSLContext> tls) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Access as nobody, to the database's default retention policy.
   *
   * @throws IllegalArgumentException if the URL is none of an InfluxDB, or holds a user
   */
  public static InfluxAccess at(URI url, String database) {
    return new InfluxAccess(
        URI.create(InfluxAddress.at(url.toString()).url()),
        InfluxDestination.requireName(database, "database"),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_TIMEOUT,
        Optional.empty());
  }

  /** The InfluxDB that the pipeline writes to; empty for none. */
  public static Optional<InfluxAccess> of(PfssOptions options) {
    if (options.getInfluxUrl().isEmpty()) {
      return Optional.empty();
    }

    URI url = URI.create(options.getInfluxUrl());
    Optional<SSLContext> tls =
        Optional.of(options.getInfluxCaFile())
            .filter(file -> !file.isEmpty())
            .map(file -> TrustStore.inFile(file).context());
    InfluxDestination destination = PipelineSettings.influxDestination(options);
    if (destination instanceof InfluxDestination.Bucket bucket) {
      String token = "Token " + bucket.token().read();
      return Optional.of(
          new InfluxAccess(
              url, bucket.bucket(), Optional.empty(), Optional.of(token), DEFAULT_TIMEOUT, tls));
    }

    InfluxDestination.Database database = (InfluxDestination.Database) destination;
    return Optional.of(
        new InfluxAccess(
            url,
            database.database(),
            Optional.of(database.retentionPolicy()),
            Optional.of(database).filter(any -> !any.user().isEmpty()).map(InfluxAccess::basic),
            DEFAULT_TIMEOUT,
            tls));
  }

  private static String basic(InfluxDestination.Database database) {
    Secret password = Objects.requireNonNull(database.password(), "password");
    String user = database.user() + ":" + password.read();
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * With another limit for each request; by default 5 s.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public InfluxAccess withTimeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("The time-out of InfluxDB is not positive: " + limit);
    }

    return new InfluxAccess(url, database, retentionPolicy, authorization, limit, tls);
  }

  @Override
  public String toString() {
    return url + ", database " + database;
  }
}

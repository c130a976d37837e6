// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.influx;

import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.influx.InfluxAddress;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.TrustStore;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Address and credentials for queries to InfluxDB: 1.x with user and password or anonymous, 2.x
 * (through its 1.x query API) with a token. {@link #toString} shows no secret.
 *
 * @param url such as {@code http://localhost:8086}
 * @param database such as {@code heat_pf}
 * @param retentionPolicy empty for the database's default
 * @param authorization the value of the HTTP header Authorization; empty for anonymous access
 * @param timeout of each request
 * @param tls the context of TLS connections; empty for Java's default
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
   * Returns anonymous access to the database's default retention policy.
   *
   * @throws IllegalArgumentException if the URL is not that of an InfluxDB or contains a user
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

  /** Returns access to the InfluxDB that the pipeline writes to; empty if it writes to none. */
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
    return Objects.requireNonNull(database.password(), "password")
        .basicAuthorization(database.user());
  }

  /**
   * Returns the same access with another timeout per request; the default is 5 s.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public InfluxAccess withTimeout(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("InfluxDB timeout must be positive: " + limit);
    }

    return new InfluxAccess(url, database, retentionPolicy, authorization, limit, tls);
  }

  @Override
  public String toString() {
    return url + ", database " + database;
  }
}

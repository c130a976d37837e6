package io.pfss.driver.influx;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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
   * Checks the values.
   *
   * @throws IllegalArgumentException if the URL is not http or https or holds a user, the database
   *     is blank, or the time-out is not positive
   */
  public InfluxAccess {
    if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
      throw new IllegalArgumentException("InfluxDB's URL is neither http nor https: " + url);
    }

    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "InfluxDB's URL holds a user or password, which would be logged: give them apart, for "
              + url.getHost());
    }

    if (database.isBlank()) {
      throw new IllegalArgumentException("InfluxDB's database is blank");
    }

    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("The time-out of InfluxDB is not positive: " + timeout);
    }
  }

  /** Access as nobody, to the database's default retention policy. */
  public static InfluxAccess at(URI url, String database) {
    return new InfluxAccess(
        url, database, Optional.empty(), Optional.empty(), DEFAULT_TIMEOUT, Optional.empty());
  }

  /** As a user of InfluxDB 1.x. */
  public InfluxAccess withUser(String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return with(retentionPolicy, "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  /** With a token of InfluxDB 2.x. */
  public InfluxAccess withToken(String token) {
    return with(retentionPolicy, "Token " + token);
  }

  /** In a retention policy that is not the database's default. */
  public InfluxAccess withRetentionPolicy(String name) {
    return with(Optional.of(name), authorization.orElse(null));
  }

  /** With another limit for each request; by default 5 s. */
  public InfluxAccess withTimeout(Duration limit) {
    return new InfluxAccess(url, database, retentionPolicy, authorization, limit, tls);
  }

  /** By TLS connections that a context makes; by default Java's. */
  public InfluxAccess withTls(SSLContext context) {
    return new InfluxAccess(
        url, database, retentionPolicy, authorization, timeout, Optional.of(context));
  }

  private InfluxAccess with(Optional<String> policy, String newAuthorization) {
    return new InfluxAccess(
        url, database, policy, Optional.ofNullable(newAuthorization), timeout, tls);
  }

  @Override
  public String toString() {
    return url + ", database " + database;
  }
}

package io.pfss.driver.influx;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and as whom to query InfluxDB: 1.x by user and password or as nobody, 2.x (its 1.x query
 * API) by token. Immutable; {@link #toString} shows no secret.
 */
public final class InfluxAccess {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final URI url;
  private final String database;
  private final String retentionPolicy;
  private final String authorization;
  private final Duration timeout;
  private final SSLContext tls;

  private InfluxAccess(
      URI url,
      String database,
      String retentionPolicy,
      String authorization,
      Duration timeout,
      SSLContext tls) {
    this.url = url;
    this.database = database;
    this.retentionPolicy = retentionPolicy;
    this.authorization = authorization;
    this.timeout = timeout;
    this.tls = tls;
  }

  /**
   * Access as nobody, to the database's default retention policy.
   *
   * @param url such as {@code http://localhost:8086}
   * @param database such as {@code heat_pf}
   * @throws IllegalArgumentException if the URL is not http or https, or the database is blank
   */
  public static InfluxAccess at(URI url, String database) {
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

    return new InfluxAccess(url, database, null, null, DEFAULT_TIMEOUT, null);
  }

  /** As a user of InfluxDB 1.x. */
  public InfluxAccess withUser(String user, String password) {
    String credentials = user + ":" + password;
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return new InfluxAccess(url, database, retentionPolicy, "Basic " + basic, timeout, tls);
  }

  /** With a token of InfluxDB 2.x. */
  public InfluxAccess withToken(String token) {
    return new InfluxAccess(url, database, retentionPolicy, "Token " + token, timeout, tls);
  }

  /** In a retention policy that is not the database's default. */
  public InfluxAccess withRetentionPolicy(String name) {
    return new InfluxAccess(url, database, name, authorization, timeout, tls);
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

  /** By TLS connections that a context makes; by default Java's. */
  public InfluxAccess withTls(SSLContext context) {
    return new InfluxAccess(url, database, retentionPolicy, authorization, timeout, context);
  }

  URI url() {
    return url;
  }

  String database() {
    return database;
  }

  Optional<String> retentionPolicy() {
    return Optional.ofNullable(retentionPolicy);
  }

  /** The value of the HTTP header Authorization. */
  Optional<String> authorization() {
    return Optional.ofNullable(authorization);
  }

  /** What makes its TLS connections; empty for Java's default. */
  Optional<SSLContext> tls() {
    return Optional.ofNullable(tls);
  }

  Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return url + ", database " + database;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.InfluxDBIOException;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one destination, which writes line protocol with times in ms. Thread-safe.
 *
 * <p>A worker has one for each destination, because some runners create a DoFn for each bundle.
 */
final class InfluxConnection {
  private static final ConcurrentMap<Key, InfluxConnection> CONNECTIONS = new ConcurrentHashMap<>();

  private static final OkHttpClient SHARED =
      new OkHttpClient.Builder()
          .connectTimeout(5, TimeUnit.SECONDS)
          .writeTimeout(30, TimeUnit.SECONDS)
          .readTimeout(30, TimeUnit.SECONDS)
          .build();

  private static final int MAX_ERROR_BYTES = 1024;
  private static final String AUTHORIZATION = "Authorization";

  private final InfluxDB client;
  private final String url;
  private final InfluxDestination destination;
  private final InfluxOutage outage = new InfluxOutage();

  private InfluxConnection(InfluxDB client, String url, InfluxDestination destination) {
    this.client = client;
    this.url = url;
    this.destination = destination;
  }

  /**
   * Returns the worker's connection to a destination; sends nothing yet.
   *
   * @throws IOException if the host name is unknown
   */
  static InfluxConnection of(InfluxAddress address, InfluxDestination destination)
      throws IOException {
    try {
      return CONNECTIONS.computeIfAbsent(
          new Key(address, destination), any -> open(address, destination));
    } catch (InfluxDBIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static InfluxConnection open(InfluxAddress address, InfluxDestination destination) {
    String url = address.base();
    OkHttpClient.Builder http =
        SHARED
            .newBuilder()
            .addInterceptor(InfluxConnection::checkStatus)
            .addInterceptor(new GzipRequests());
    if (!address.caFile().isEmpty()) {
      TrustStore trust = TrustStore.inFile(address.caFile());
      http.sslSocketFactory(trust.context().getSocketFactory(), trust.manager());
    }

    if (destination instanceof InfluxDestination.Bucket bucket) {
      http.addInterceptor(toBucket(url, bucket));
    } else if (destination instanceof InfluxDestination.Database database
        && !database.user().isEmpty()) {
      http.addInterceptor(asUser(database));
    }

    return new InfluxConnection(InfluxDBFactory.connect(url, http), address.url(), destination);
  }

  /** Returns the server's address, for messages. */
  String url() {
    return url;
  }

  /** Returns what is known about an outage of the destination. */
  InfluxOutage outage() {
    return outage;
  }

  /**
   * Writes points, one per line.
   *
   * @throws InfluxStatusException if the server answers with an error
   * @throws IOException if it does not answer
   */
  void write(List<String> lines) throws IOException {
    String database = "";
    String retentionPolicy = "";
    if (destination instanceof InfluxDestination.Database into) {
      database = into.database();
      retentionPolicy = into.retentionPolicy();
    }

    try {
      client.write(
          database,
          retentionPolicy,
          InfluxDB.ConsistencyLevel.ONE,
          TimeUnit.MILLISECONDS,
          String.join("\n", lines));
    } catch (InfluxDBIOException e) {
      throw ioCause(e);
    }
  }

  /**
   * Creates the database and its retention policy of 24 h if they are missing; ignores buckets.
   *
   * @throws InfluxRefusedException if the server does not create them
   * @throws IOException if it does not answer
   */
  void createAbsentDatabase() throws IOException {
    if (destination instanceof InfluxDestination.Database database) {
      query("CREATE DATABASE \"" + database.database() + '"');
      if (!hasRetentionPolicy(database)) {
        query(
            "CREATE RETENTION POLICY \""
                + database.retentionPolicy()
                + "\" ON \""
                + database.database()
                + "\" DURATION 24h REPLICATION 1 DEFAULT");
      }
    }
  }

  private boolean hasRetentionPolicy(InfluxDestination.Database database) throws IOException {
    QueryResult policies = query("SHOW RETENTION POLICIES ON \"" + database.database() + '"');
    return policies.getResults().stream()
        .flatMap(result -> orEmpty(result.getSeries()).stream())
        .flatMap(series -> orEmpty(series.getValues()).stream())
        .anyMatch(row -> database.retentionPolicy().equals(row.get(0)));
  }

  /** The client returns null instead of an empty list. */
  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private QueryResult query(String command) throws IOException {
    QueryResult answer;
    try {
      answer = client.query(new Query(command));
    } catch (InfluxDBIOException e) {
      throw ioCause(e);
    }

    for (QueryResult.Result result : answer.getResults()) {
      if (result.hasError()) {
        throw new InfluxRefusedException(
            url,
            "refused "
                + command
                + ": "
                + result.getError()
                + ". Check --influxDatabase and --influxRetentionPolicy, or create them",
            null);
      }
    }

    return answer;
  }

  private static IOException ioCause(InfluxDBIOException e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e);
  }

  /** Throws the status, which decides what to do next; the client itself reports only the text. */
  private static Response checkStatus(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.isSuccessful()) {
      return response;
    }

    try (response) {
      throw new InfluxStatusException(
          response.code(), response.peekBody(MAX_ERROR_BYTES).string().strip());
    }
  }

  /** Sends writes to the address of a bucket of InfluxDB 2.x instead, with its token. */
  private static Interceptor toBucket(String base, InfluxDestination.Bucket bucket) {
    String token = bucket.token().read();
    HttpUrl address =
        HttpUrl.get(base)
            .newBuilder()
            .addPathSegments("api/v2/write")
            .addQueryParameter("org", bucket.organization())
            .addQueryParameter("bucket", bucket.bucket())
            .addQueryParameter("precision", "ms")
            .build();
    return chain ->
        chain.proceed(
            chain
                .request()
                .newBuilder()
                .url(address)
                .header(AUTHORIZATION, "Token " + token)
                .build());
  }

  /** Sends the password in UTF-8; the client would send Latin-1, which the server misreads. */
  private static Interceptor asUser(InfluxDestination.Database database) {
    String credentials =
        Objects.requireNonNull(database.password(), "password").basicAuthorization(database.user());
    return chain ->
        chain.proceed(chain.request().newBuilder().header(AUTHORIZATION, credentials).build());
  }

  private record Key(InfluxAddress address, InfluxDestination destination) {}
}

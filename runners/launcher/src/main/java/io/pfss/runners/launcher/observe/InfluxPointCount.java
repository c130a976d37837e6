package io.pfss.runners.launcher.observe;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.HeatJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Counts points by InfluxQL over HTTP: not with the client library that the pipeline writes with,
 * so that a fault of that library shows. Thread-safe.
 */
public final class InfluxPointCount implements PointCount {
  private static final String MEASUREMENT = "sensor_measurement";

  private final InfluxAccess access;
  private final HttpClient http;

  /** Counts by this access. */
  public InfluxPointCount(InfluxAccess access) {
    this.access = access;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(access.timeout());
    access.tls().ifPresent(client::sslContext);
    this.http = client.build();
  }

  @Override
  public long since(Instant from) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(query(from)).timeout(access.timeout()).GET();
    access.authorization().ifPresent(value -> request.header("Authorization", value));
    HttpResponse<InputStream> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw new IOException("no answer within " + access.timeout().toMillis() + " ms", e);
    } catch (IOException e) {
      throw new IOException("no connection to " + access.url() + reason(e), e);
    }

    try (InputStream body = response.body()) {
      return count(response.statusCode(), body);
    }
  }

  private URI query(Instant from) {
    String measurement = quoted(MEASUREMENT);
    String table =
        access
            .retentionPolicy()
            .map(policy -> quoted(access.database()) + "." + quoted(policy) + "." + measurement)
            .orElse(measurement);
    String select =
        "SELECT COUNT(\"latency_ms\") FROM "
            + table
            + " WHERE time >= "
            + from.toEpochMilli()
            + "ms";
    String base = access.url().toString().replaceAll("/+$", "");
    return URI.create(base + "/query?db=" + encoded(access.database()) + "&q=" + encoded(select));
  }

  private static long count(int status, InputStream body) throws IOException {
    try (JsonParser parser = HeatJson.FACTORY.createParser(body)) {
      String name = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          name = parser.currentName();
        } else if ("error".equals(name) && token == JsonToken.VALUE_STRING) {
          return unlessAbsent(status, parser.getText());
        } else if ("values".equals(name) && token.isNumeric()) {
          return parser.getLongValue();
        }
      }
    } catch (JsonParseException e) {
      throw new IOException("HTTP " + status + ", not InfluxDB's JSON", e);
    }

    if (status != 200) {
      throw new IOException("HTTP " + status);
    }

    // No series: no points.
    return 0;
  }

  /** The pipeline makes the database and its policy before its first point: until then none. */
  private static long unlessAbsent(int status, String error) throws IOException {
    boolean absent =
        error.startsWith("database not found") || error.startsWith("retention policy not found");
    if (status == 200 && absent) {
      return 0;
    }

    throw new IOException("HTTP " + status + ", " + error);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage();
  }

  private static String quoted(String identifier) {
    return "\"" + identifier.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

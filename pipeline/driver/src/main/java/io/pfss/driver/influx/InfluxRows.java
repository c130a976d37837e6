// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.influx;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads rows of numbers with InfluxQL over HTTP. It does not use the pipeline's client library, so
 * that it can reveal that library's faults. Thread-safe.
 */
public final class InfluxRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InfluxAccess access;
  private final HttpClient http;

  /** Creates a reader with this access. */
  public InfluxRows(InfluxAccess access) {
    this.access = access;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(access.timeout());
    access.tls().ifPresent(client::sslContext);
    this.http = client.build();
  }

  /** Returns a measurement's quoted name for a query, with the retention policy of the access. */
  public String table(String measurement) {
    String name = quoted(measurement);
    return access
        .retentionPolicy()
        .map(policy -> quoted(access.database()) + "." + quoted(policy) + "." + name)
        .orElse(name);
  }

  /**
   * Counts the points of {@code sensor_measurement} at or after a time.
   *
   * @throws IOException as {@link #read}
   */
  public long pointsSince(Instant from) throws IOException, InterruptedException {
    AtomicLong count = new AtomicLong();
    read(
        "SELECT COUNT(\"latency_ms\") FROM "
            + table("sensor_measurement")
            + " WHERE time >= "
            + from.toEpochMilli()
            + "ms",
        (tag, values) -> count.set((long) values[1]));
    return count.get();
  }

  /**
   * Runs a query and passes each row to a reader. A missing database or retention policy gives no
   * rows: the pipeline creates both before its first point.
   *
   * @param select one statement
   * @throws IOException if InfluxDB does not respond in time or reports an error
   */
  public void read(String select, Reader reader) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(select)).timeout(access.timeout()).GET();
    access.authorization().ifPresent(value -> request.header("Authorization", value));
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (HttpTimeoutException e) {
      throw new IOException("no answer within " + access.timeout().toMillis() + " ms", e);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
      throw new IOException("no connection to " + access.url() + reason, e);
    }

    for (JsonNode series : result(response).path("series")) {
      Iterator<JsonNode> tags = series.path("tags").elements();
      String tag = tags.hasNext() ? tags.next().asText() : "";
      for (JsonNode row : series.path("values")) {
        double[] numbers = new double[row.size()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = row.get(i).isNumber() ? row.get(i).doubleValue() : Double.NaN;
        }

        reader.row(tag, numbers);
      }
    }
  }

  private URI address(String select) {
    String base = access.url().toString().replaceAll("/+$", "");
    return URI.create(
        base + "/query?epoch=ms&db=" + encoded(access.database()) + "&q=" + encoded(select));
  }

  /** Returns the result of the one statement. */
  private static JsonNode result(HttpResponse<byte[]> response) throws IOException {
    String status = "HTTP " + response.statusCode();
    JsonNode answer;
    try {
      answer = JSON.readTree(response.body());
    } catch (JsonParseException e) {
      throw new IOException(status + ", not InfluxDB's JSON", e);
    }

    JsonNode result = answer.path("results").path(0);
    String error = answer.path("error").asText(result.path("error").asText());
    boolean absent =
        error.startsWith("database not found") || error.startsWith("retention policy not found");
    if (response.statusCode() != 200 || (!error.isEmpty() && !absent)) {
      throw new IOException(error.isEmpty() ? status : status + ", " + error);
    }

    return result;
  }

  private static String quoted(String identifier) {
    return "\"" + identifier.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Receives rows. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Receives one row.
     *
     * @param tag value of the tag in GROUP BY; empty without GROUP BY
     * @param values the time in ms since the epoch, then the selected columns; {@code NaN} for a
     *     missing number
     */
    void row(String tag, double[] values);
  }
}

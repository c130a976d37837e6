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
 * Reads rows of numbers by InfluxQL over HTTP: not with the client library that the pipeline writes
 * with, so that a fault of that library shows. Thread-safe.
 */
public final class InfluxRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InfluxAccess access;
  private final HttpClient http;

  /** Reads by this access. */
  public InfluxRows(InfluxAccess access) {
    this.access = access;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(access.timeout());
    access.tls().ifPresent(client::sslContext);
    this.http = client.build();
  }

  /** A measurement as a query names it, in the access's retention policy. */
  public String table(String measurement) {
    String name = quoted(measurement);
    return access
        .retentionPolicy()
        .map(policy -> quoted(access.database()) + "." + quoted(policy) + "." + name)
        .orElse(name);
  }

  /**
   * Counts the points of the scores' measurement whose time is at or after this.
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
   * Asks a query, and hands on the rows of its answer. There are none where there is no such
   * database or retention policy: the pipeline makes them before its first point.
   *
   * @param select one statement
   * @throws IOException if InfluxDB does not answer in time or tells an error
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

  /** What a statement gave. */
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

  /** Takes rows. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes one row.
     *
     * @param tag the value of the one tag that the query groups by; empty if it groups by none
     * @param values the columns as they were asked for, after the time in ms since the epoch;
     *     {@code NaN} where there is no number
     */
    void row(String tag, double[] values);
  }
}

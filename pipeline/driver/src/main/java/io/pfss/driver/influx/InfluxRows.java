package io.pfss.driver.influx;

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
import java.util.Arrays;

/**
 * Reads rows of numbers by InfluxQL over HTTP: not with the client library that the pipeline writes
 * with, so that a fault of that library shows. Rows are handed on as they come, none is kept.
 * Thread-safe.
 */
public final class InfluxRows {
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
   * Asks a query, and hands on the rows of its answer. There are none where there is no such
   * database or retention policy: the pipeline makes them before its first point.
   *
   * @param select one statement
   * @throws IOException if InfluxDB does not answer in time or tells an error; what came before is
   *     handed on already
   */
  public void read(String select, Reader reader) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(select)).timeout(access.timeout()).GET();
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
      parse(response.statusCode(), body, reader);
    }
  }

  private URI address(String select) {
    String base = access.url().toString().replaceAll("/+$", "");
    return URI.create(
        base + "/query?epoch=ms&db=" + encoded(access.database()) + "&q=" + encoded(select));
  }

  private static void parse(int status, InputStream body, Reader reader) throws IOException {
    try (JsonParser parser = HeatJson.FACTORY.createParser(body)) {
      String tag = "";
      String name = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          name = parser.currentName();
        } else if ("error".equals(name) && token == JsonToken.VALUE_STRING) {
          failUnlessAbsent(status, parser.getText());
        } else if ("tags".equals(name) && token == JsonToken.START_OBJECT) {
          tag = onlyTag(parser);
        } else if ("values".equals(name) && token == JsonToken.START_ARRAY) {
          rows(parser, tag, reader);
        }
      }
    } catch (JsonParseException e) {
      throw new IOException("HTTP " + status + ", not InfluxDB's JSON", e);
    }

    if (status != 200) {
      throw new IOException("HTTP " + status);
    }
  }

  private static String onlyTag(JsonParser parser) throws IOException {
    String value = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        value = parser.getText();
      }
    }

    return value;
  }

  private static void rows(JsonParser parser, String tag, Reader reader) throws IOException {
    double[] row = new double[0];
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      int columns = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (columns == row.length) {
          row = Arrays.copyOf(row, columns + 1);
        }

        row[columns] = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
        columns++;
      }

      reader.row(tag, row);
    }
  }

  private static void failUnlessAbsent(int status, String error) throws IOException {
    boolean absent =
        error.startsWith("database not found") || error.startsWith("retention policy not found");
    if (status != 200 || !absent) {
      throw new IOException("HTTP " + status + ", " + error);
    }
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

  /** Takes rows. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes one row.
     *
     * @param tag the value of the one tag that the query groups by; empty if it groups by none
     * @param values the columns as they were asked for, after the time in ms since the epoch;
     *     {@code NaN} where there is no number; the next row overwrites them
     */
    void row(String tag, double[] values);
  }
}

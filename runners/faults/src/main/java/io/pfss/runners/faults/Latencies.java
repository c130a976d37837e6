package io.pfss.runners.faults;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** How old readings are when a consumer has their scores. */
final class Latencies {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TIMESTAMP = "timestamp";

  private final Recorder millis = new Recorder(3);

  /** Takes a score that a consumer has now. */
  void take(byte[] score) {
    long latency = System.currentTimeMillis() - eventMillis(score);
    millis.recordValue(Math.max(0, latency));
  }

  /** Adds the latencies since the last call, in ms. */
  void addTo(ObjectNode sample) {
    Histogram since = millis.getIntervalHistogram();
    sample.put("scores", since.getTotalCount());
    if (since.getTotalCount() > 0) {
      sample.put("latency_ms_p50", since.getValueAtPercentile(50));
      sample.put("latency_ms_p99", since.getValueAtPercentile(99));
    }
  }

  private static long eventMillis(byte[] score) {
    try (JsonParser parser = JSON.createParser(score)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals(TIMESTAMP)) {
          parser.nextToken();
          // Epoch seconds, with a fraction.
          return Math.round(parser.getDoubleValue() * 1000);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    throw new IllegalArgumentException("A score has no " + TIMESTAMP);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.e2e.TopicContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Measures the age of readings when a consumer receives their scores. */
final class Latencies {
  private final Recorder millis = new Recorder(3);

  /** Adds a score that a consumer received now. */
  void add(byte[] score) {
    try {
      long latency = System.currentTimeMillis() - TopicContent.eventTimeMillis(score);
      millis.recordValue(Math.max(0, latency));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the latencies since the previous call to a sample, in ms. */
  void addTo(ObjectNode sample) {
    Histogram since = millis.getIntervalHistogram();
    sample.put("scores", since.getTotalCount());
    if (since.getTotalCount() > 0) {
      sample.put("latency_ms_p50", since.getValueAtPercentile(50));
      sample.put("latency_ms_p99", since.getValueAtPercentile(99));
    }
  }
}

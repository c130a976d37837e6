// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.SafeText;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the unknown fields of readings in one Beam counter per name, and logs each name once.
 * After the first {@value #MAX_NAMES} names of a process, one counter counts all further names.
 */
public final class UnknownFields implements Serializable {
  /** Prefix of the counter names; the field name follows. */
  public static final String COUNTER_PREFIX = "unknownField.";

  /** The counter of the further names. */
  public static final String OTHERS = "unknownFields.others";

  private static final long serialVersionUID = 1;
  private static final int MAX_NAMES = 100;
  private static final int MAX_NAME_CHARACTERS = 40;
  private static final Logger LOG = LoggerFactory.getLogger(UnknownFields.class);

  /** Static, because runners create the steps for each bundle. */
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  /** Counts the unknown fields of a reading. */
  public void count(HeatReading reading) {
    if (reading.extra().isEmpty()) {
      return;
    }

    try (JsonParser parser = HeatJson.FACTORY.createParser(reading.extra().get())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        count(SafeText.of(parser.currentName(), MAX_NAME_CHARACTERS), reading);
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The unknown fields of a reading are not JSON", e);
    }
  }

  private static void count(String name, HeatReading reading) {
    if (!SEEN.contains(name) && !register(name, reading)) {
      Metrics.counter(UnknownFields.class, OTHERS).inc();
      return;
    }

    Metrics.counter(UnknownFields.class, COUNTER_PREFIX + name).inc();
  }

  /** Registers a name unless the maximum is reached; returns whether the name is registered. */
  private static synchronized boolean register(String name, HeatReading reading) {
    if (SEEN.size() >= MAX_NAMES) {
      return SEEN.contains(name);
    }

    if (SEEN.add(name)) {
      LOG.warn(
          "Unknown field name={} sensor={}; stored in the warehouse's column extra. If it is a measure,"
              + " map its name with --fieldNames.{}",
          name,
          reading.sensorId(),
          SEEN.size() == MAX_NAMES ? " Further names are only counted." : "");
    }

    return true;
  }
}

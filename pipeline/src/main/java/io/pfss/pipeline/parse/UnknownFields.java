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
 * Counts the unknown fields of readings in a Beam counter for each name, and tells each name once
 * in the log. A process knows the first {@value #MAX_NAMES} names; the others are counted together.
 */
public final class UnknownFields implements Serializable {
  /** The counters' names are this and the field's. */
  public static final String COUNTER_PREFIX = "unknownField.";

  /** The counter of the fields whose names are too many. */
  public static final String OTHERS = "unknownFields.others";

  private static final long serialVersionUID = 1;
  private static final int MAX_NAMES = 100;
  private static final int MAX_NAME_CHARACTERS = 40;
  private static final Logger LOG = LoggerFactory.getLogger(UnknownFields.class);

  /** Of the process: runners make the steps anew for each bundle. */
  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

  /** Counts the fields of a reading. */
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
      throw new UncheckedIOException("The unknown fields of a reading are no JSON", e);
    }
  }

  private static void count(String name, HeatReading reading) {
    if (!KNOWN.contains(name) && !isNew(name, reading)) {
      Metrics.counter(UnknownFields.class, OTHERS).inc();
      return;
    }

    Metrics.counter(UnknownFields.class, COUNTER_PREFIX + name).inc();
  }

  /** Makes a name known, if there are not too many. */
  private static synchronized boolean isNew(String name, HeatReading reading) {
    if (KNOWN.size() >= MAX_NAMES) {
      return KNOWN.contains(name);
    }

    if (KNOWN.add(name)) {
      LOG.warn(
          "Unknown field: name={} sensor={}. It is kept in the warehouse's column extra; if it is a"
              + " measure, map its name with --fieldNames.{}",
          name,
          reading.sensorId(),
          KNOWN.size() == MAX_NAMES ? " Further names are only counted." : "");
    }

    return true;
  }
}

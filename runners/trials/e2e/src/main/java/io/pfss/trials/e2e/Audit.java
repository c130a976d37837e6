// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.element.SourceOffset;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares the sent records with the contents of each sink, by partition and offset, while both
 * grow. No two readings have the same sensor and time, so each is a separate point. Thread-safe.
 */
public final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Positions valid = new Positions();
  private final Positions invalid = new Positions();
  private final Positions scores = new Positions();
  private final Positions deadLetters = new Positions();
  private final Map<SourceOffset, ByteBuffer> invalidValues = new ConcurrentHashMap<>();
  private final Map<SourceOffset, ByteBuffer> deadLetterValues = new ConcurrentHashMap<>();

  /** Adds a sent record. */
  public void sent(SentRecord record) {
    if (record.reading().isPresent()) {
      valid.add(record.position());
    } else {
      invalidValues.put(record.position(), ByteBuffer.wrap(record.value()));
      invalid.add(record.position());
    }
  }

  /** Adds a record of {@code heat_pf}. */
  public void score(SourceOffset origin, byte[] value) {
    scores.add(origin);
  }

  /** Adds a record of {@code heat_dlq}. */
  public void deadLetter(SourceOffset origin, byte[] value) {
    deadLetterValues.put(origin, ByteBuffer.wrap(value));
    deadLetters.add(origin);
  }

  /** Returns the number of readings with a score. */
  public long scored() {
    return scores.distinct();
  }

  /** Whether every sent record is in its sinks. */
  public boolean isComplete(Positions rows, long points) {
    return valid.missingIn(scores) == 0
        && invalid.missingIn(deadLetters) == 0
        && valid.missingIn(rows) == 0
        && points >= valid.distinct();
  }

  /**
   * Returns the counts of lost, duplicate and wrong records by sink.
   *
   * @param rows the offsets of the warehouse's rows; those of other readings do not count
   * @param points the number of points of this audit's sensors
   */
  public ObjectNode result(Positions rows, long points) {
    long missingPoints = valid.distinct() - points;
    ObjectNode result = JSON.createObjectNode();
    result.put("readings", valid.distinct());
    result.put("invalid", invalid.distinct());
    result
        .putObject("lost")
        .put("warehouse", valid.missingIn(rows))
        .put("heat_pf", valid.missingIn(scores))
        .put("influxdb", Math.max(0, missingPoints))
        .put("heat_dlq", invalid.missingIn(deadLetters));
    result
        .putObject("repeats")
        .put("warehouse", rows.duplicatesOf(valid, invalid))
        .put("heat_pf", scores.duplicatesOf(valid, invalid))
        .put("influxdb", Math.max(0, -missingPoints))
        .put("heat_dlq", deadLetters.duplicatesOf(valid, invalid));
    // Dead letters of valid readings, or with other bytes than the sent record.
    return result.put(
        "wrong_dead_letters",
        deadLetterValues.entrySet().stream()
            .filter(letter -> !letter.getValue().equals(invalidValues.get(letter.getKey())))
            .count());
  }

  /**
   * Whether a result has no lost or wrong records, and no duplicates in the warehouse or InfluxDB.
   */
  public static boolean isSound(ObjectNode result) {
    long bad =
        result.get("repeats").get("warehouse").asLong()
            + result.get("repeats").get("influxdb").asLong()
            + result.get("wrong_dead_letters").asLong();
    for (JsonNode lost : result.get("lost")) {
      bad += lost.asLong();
    }

    return bad == 0;
  }
}

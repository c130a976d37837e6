package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.element.SourceOffset;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares what was sent with what each sink holds, by position, while both grow. No two readings
 * have the same sensor and time: each is a point of its own. Thread-safe.
 */
public final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Positions valid = new Positions();
  private final Positions invalid = new Positions();
  private final Positions scores = new Positions();
  private final Positions deadLetters = new Positions();
  private final Map<SourceOffset, ByteBuffer> invalidValues = new ConcurrentHashMap<>();
  private final Map<SourceOffset, ByteBuffer> deadLetterValues = new ConcurrentHashMap<>();

  /** Notes what was sent. */
  public void sent(SentRecord record) {
    if (record.reading().isPresent()) {
      valid.add(record.position());
    } else {
      invalidValues.put(record.position(), ByteBuffer.wrap(record.value()));
      invalid.add(record.position());
    }
  }

  /** Notes a record of {@code heat_pf}. */
  public void score(SourceOffset origin, byte[] value) {
    scores.add(origin);
  }

  /** Notes a record of {@code heat_dlq}. */
  public void deadLetter(SourceOffset origin, byte[] value) {
    deadLetterValues.put(origin, ByteBuffer.wrap(value));
    deadLetters.add(origin);
  }

  /** How many readings have a score. */
  public long scored() {
    return scores.distinct();
  }

  /** Whether every record that was sent is where it belongs. */
  public boolean isComplete(Positions rows, long points) {
    return valid.lackedBy(scores) == 0
        && invalid.lackedBy(deadLetters) == 0
        && valid.lackedBy(rows) == 0
        && points >= valid.distinct();
  }

  /**
   * What has become of the records, sink by sink.
   *
   * @param rows of the warehouse; others than this audit's do not count
   * @param points of this audit's sensors
   */
  public ObjectNode result(Positions rows, long points) {
    long missingPoints = valid.distinct() - points;
    ObjectNode result = JSON.createObjectNode();
    result.put("readings", valid.distinct());
    result.put("invalid", invalid.distinct());
    result
        .putObject("lost")
        .put("warehouse", valid.lackedBy(rows))
        .put("heat_pf", valid.lackedBy(scores))
        .put("influxdb", Math.max(0, missingPoints))
        .put("heat_dlq", invalid.lackedBy(deadLetters));
    result
        .putObject("repeats")
        .put("warehouse", rows.repeatsOf(valid, invalid))
        .put("heat_pf", scores.repeatsOf(valid, invalid))
        .put("influxdb", Math.max(0, -missingPoints))
        .put("heat_dlq", deadLetters.repeatsOf(valid, invalid));
    // Of valid readings, or not what was sent.
    return result.put(
        "wrong_dead_letters",
        deadLetterValues.entrySet().stream()
            .filter(letter -> !letter.getValue().equals(invalidValues.get(letter.getKey())))
            .count());
  }

  /** Whether a result has no record that is lost or wrong, or twice where it must not be. */
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

package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.element.SourceOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a trial's readings have become in each sink. */
final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<SourceOffset, SentRecord> valid = new HashMap<>();
  private final Map<SourceOffset, SentRecord> invalid = new HashMap<>();

  Audit(List<SentRecord> sent) {
    for (SentRecord record : sent) {
      (record.isValid() ? valid : invalid).put(record.position(), record);
    }
  }

  int valid() {
    return valid.size();
  }

  int invalid() {
    return invalid.size();
  }

  /** How many points there must be. */
  long sensorTimes() {
    return valid.values().stream()
        .map(record -> record.sensorId() + "@" + record.timeMillis())
        .distinct()
        .count();
  }

  /** How many valid readings are not there. */
  long lostOf(PositionBits positions) {
    return valid.keySet().stream().filter(position -> !positions.contains(position)).count();
  }

  /** How many invalid records are not there. */
  long lostLettersOf(PositionBits positions) {
    return invalid.keySet().stream().filter(position -> !positions.contains(position)).count();
  }

  /** How often a record of this trial is there again. */
  long repeatsOf(PositionBits positions) {
    return positions.again().entrySet().stream()
        .filter(entry -> valid.containsKey(entry.getKey()) || invalid.containsKey(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many letters are of a valid reading, or are not what was sent. */
  long wrongLetters(Map<SourceOffset, byte[]> letters) {
    return letters.entrySet().stream()
        .filter(
            letter -> {
              SentRecord record = invalid.get(letter.getKey());
              return record == null
                  || !Arrays.equals(record.deadLetter().orElseThrow(), letter.getValue());
            })
        .count();
  }

  /** The result's part that tells of it. */
  static ObjectNode counts(long warehouse, long scores, long points, long letters) {
    ObjectNode counts = JSON.createObjectNode();
    counts.put("warehouse", warehouse);
    counts.put("heat_pf", scores);
    counts.put("influxdb", points);
    counts.put("heat_dlq", letters);
    return counts;
  }

  /** Whether a result has no reading that is lost, or twice where it must not be. */
  static boolean isSound(ObjectNode result) {
    long bad =
        result.get("repeats").get("warehouse").asLong()
            + result.get("repeats").get("influxdb").asLong()
            + result.path("wrong_dead_letters").asLong();
    for (JsonNode lost : result.get("lost")) {
      bad += lost.asLong();
    }

    return bad == 0;
  }
}

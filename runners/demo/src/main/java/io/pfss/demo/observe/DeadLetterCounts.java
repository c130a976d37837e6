package io.pfss.demo.observe;

import io.pfss.models.reading.ErrorCode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code heat_dlq} holds since the run began, in distinct readings that arrived during the
 * run.
 *
 * @param byCode readings that were not scored, by {@code error_code}
 * @param refusedBySinks readings that were scored but that a sink refused: code {@link
 *     ErrorCode#SINK}
 * @param unidentified records that name no reading of the input topic
 */
public record DeadLetterCounts(Map<String, Long> byCode, long refusedBySinks, long unidentified) {
  /** Copies the map, and sorts it. */
  public DeadLetterCounts {
    byCode = Collections.unmodifiableMap(new TreeMap<>(byCode));
  }

  /** Readings that were not scored. */
  public long total() {
    return byCode.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Readings that were not scored for this reason. */
  public long with(ErrorCode code) {
    return byCode.getOrDefault(code.name(), 0L);
  }
}

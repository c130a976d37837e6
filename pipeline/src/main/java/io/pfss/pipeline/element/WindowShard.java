// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A window of event time and a shard of the source partitions. Their readings are merged into one
 * file.
 *
 * <p>The event time and the partition of a reading determine its window and shard, so duplicates of
 * a reading are always in the same one.
 *
 * @param startMillis start of the window, in ms since the epoch
 * @param endMillis end of the window, exclusive, in ms since the epoch
 * @param shard the shard's number
 */
@DefaultCoder(RecordCoder.class)
public record WindowShard(long startMillis, long endMillis, int shard) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Returns a name such as {@code 20261124T113500Z-20261124T113600Z-s0}. It has no colon, which
   * HDFS refuses.
   */
  public String directoryName() {
    return time(startMillis) + "-" + time(endMillis) + "-s" + shard;
  }

  /**
   * Parses a {@link #directoryName}.
   *
   * @throws IllegalArgumentException if the name has another form
   */
  public static WindowShard parse(String directoryName) {
    String[] parts = directoryName.split("-", -1);
    if (parts.length != 3 || !parts[2].startsWith("s")) {
      throw new IllegalArgumentException("Not a segment directory name: " + directoryName);
    }

    return new WindowShard(
        millis(parts[0]), millis(parts[1]), Integer.parseInt(parts[2].substring(1)));
  }

  /** Whether the windows overlap in time, whatever their shards. */
  public boolean overlaps(WindowShard other) {
    return startMillis < other.endMillis && other.startMillis < endMillis;
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  private static long millis(String time) {
    return TIME.parse(time, Instant::from).toEpochMilli();
  }
}

package io.pfss.pipeline.element;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What one final file holds: the readings of one window of event time and one shard of the source
 * partitions.
 *
 * <p>Every reading belongs to exactly one, by its own time and partition, however often it is read:
 * so a repeat can only be where its first copy is.
 *
 * @param startMillis the window's first millisecond since the epoch
 * @param endMillis the first millisecond after it
 * @param shard the shard's number
 */
@DefaultCoder(RecordCoder.class)
public record WindowShard(long startMillis, long endMillis, int shard) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** For example {@code 20261124T113500Z-20261124T113600Z-s0}: no colon, which HDFS refuses. */
  public String directoryName() {
    return time(startMillis) + "-" + time(endMillis) + "-s" + shard;
  }

  /**
   * The reverse of {@link #directoryName}.
   *
   * @throws IllegalArgumentException if it is no such name
   */
  public static WindowShard parse(String directoryName) {
    String[] parts = directoryName.split("-", -1);
    if (parts.length != 3 || !parts[2].startsWith("s")) {
      throw new IllegalArgumentException("Not the name of a window's segments: " + directoryName);
    }

    return new WindowShard(
        millis(parts[0]), millis(parts[1]), Integer.parseInt(parts[2].substring(1)));
  }

  /** Whether this and the other cover a common time, whatever their shards. */
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

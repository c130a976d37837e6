package io.pfss.pipeline.warehouse;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Where things are in a warehouse.
 *
 * <pre>
 * dt=2026-11-24/hour=11/heat-&lt;window&gt;-&lt;hash&gt;.parquet   final, complete files
 * data/event_time_hour=2026-11-24-11/…                      the same, of an Iceberg table
 * metadata/…                                              Iceberg's own
 * _segments/&lt;window&gt;/&lt;hash&gt;.seg                          durable, not merged yet
 * _tmp/&lt;uuid&gt;                                            being written; never read
 * </pre>
 *
 * <p>Readers of Parquet folders pass over names that start with an underscore.
 */
final class WarehouseLayout {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String SEGMENTS = "_segments";
  private static final String TEMPORARY = "_tmp";
  private static final String PREFIX = "heat-";
  private static final String PARQUET = ".parquet";
  private static final String SEGMENT = ".seg";

  private final ResourceId root;

  WarehouseLayout(ResourceId root) {
    this.root = root;
  }

  /** A new name for a file that is being written. */
  ResourceId temporary() {
    return file(folder(root, TEMPORARY), UUID.randomUUID().toString());
  }

  ResourceId segment(WindowShard window, String hash) {
    return file(folder(folder(root, SEGMENTS), window.directoryName()), hash + SEGMENT);
  }

  ResourceId parquet(WindowShard window, String hash) {
    return file(hour(window), PREFIX + window.directoryName() + "-" + hash + PARQUET);
  }

  /** A file of the Iceberg table; its readers go by the catalog, and the name is for people. */
  ResourceId tableParquet(WindowShard window, String hash) {
    String hour = "event_time_hour=" + HOUR.format(Instant.ofEpochMilli(window.startMillis()));
    return file(
        folder(folder(root, "data"), hour), PREFIX + window.directoryName() + "-" + hash + PARQUET);
  }

  String segmentsOf(WindowShard window) {
    return root + SEGMENTS + "/" + window.directoryName() + "/*" + SEGMENT;
  }

  String allSegments() {
    return root + SEGMENTS + "/*/*" + SEGMENT;
  }

  String parquetsOfHour(WindowShard window) {
    return hour(window) + PREFIX + "*" + PARQUET;
  }

  String allTemporary() {
    return root + TEMPORARY + "/*";
  }

  /** The window whose folder a segment is in. */
  static WindowShard windowOfSegment(ResourceId segment) {
    String folder = segment.getCurrentDirectory().toString();
    String trimmed = folder.substring(0, folder.length() - 1);
    return WindowShard.parse(trimmed.substring(trimmed.lastIndexOf('/') + 1));
  }

  /** The window that a final file's name tells. */
  static WindowShard windowOfParquet(ResourceId parquet) {
    String name = parquet.getFilename();
    return WindowShard.parse(name.substring(PREFIX.length(), name.lastIndexOf('-')));
  }

  private ResourceId hour(WindowShard window) {
    ZonedDateTime start = Instant.ofEpochMilli(window.startMillis()).atZone(ZoneOffset.UTC);
    ResourceId day = folder(root, "dt=" + start.toLocalDate());
    return folder(day, String.format(Locale.ROOT, "hour=%02d", start.getHour()));
  }

  private static ResourceId folder(ResourceId parent, String name) {
    return parent.resolve(name, StandardResolveOptions.RESOLVE_DIRECTORY);
  }

  private static ResourceId file(ResourceId parent, String name) {
    return parent.resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }
}
